// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// The categories a template is reviewed in: those that parcels need, of Kakao's list.
enum TemplateCategories {
    /// `GET .../template/categories`.
    static var answer: ProviderAnswer {
        NHNRefusal.answer([
            .init(
                "categories",
                [
                    category(
                        "배송",
                        [
                            ("006001", "배송 상태", "배송 진행 상황을 알리는 템플릿"), ("006002", "배송 예정", "배송 예정 일시를 알리는 템플릿"),
                            ("006003", "배송 완료", "배송이 끝났음을 알리는 템플릿"), ("006004", "배송 실패", "배송하지 못했음을 알리는 템플릿"),
                        ]),
                    category("회원", [("001001", "인증", "본인 확인 번호를 알리는 템플릿")]),
                    category("기타", [("999999", "기타", "다른 분류에 들지 않는 템플릿")]),
                ])
        ])
    }

    private static func category(_ name: String, _ list: [(code: String, name: String, inclusion: String)]) -> JSON {
        [
            "name": .string(name),
            "subCategories": .array(
                list.map { one in
                    [
                        "code": .string(one.code), "name": .string(one.name), "groupName": .string(name),
                        "inclusion": .string(one.inclusion), "exclusion": "",
                    ]
                }),
        ]
    }
}
