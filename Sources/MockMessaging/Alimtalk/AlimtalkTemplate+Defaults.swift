// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension AlimtalkTemplate {
    /// Templates that are there from the start, so that a newcomer can send at once: one for each milestone of a parcel.
    static func defaults(at moment: Timestamp) -> [AlimtalkTemplate] {
        let parcel = """

            ▶ 상품: #{상품명}
            ▶ 택배사: #{택배사}
            ▶ 운송장번호: #{운송장번호}
            """
        let tracking = (name: "배송 조회", link: "#{배송조회링크}")
        return [
            make(
                "DELIVERY_START", "배송 시작", "[#{쇼핑몰명}] 상품이 출발했어요\n\n#{고객명}님, 주문하신 상품이 출발했어요." + parcel, tracking,
                moment),
            make(
                "DELIVERY_OUT", "배송 출발", "[#{쇼핑몰명}] 오늘 안에 도착해요\n\n#{고객명}님, 주문하신 상품이 오늘 도착해요." + parcel, tracking,
                moment),
            make(
                "DELIVERY_COMPLETE", "배송 완료",
                """
                [#{쇼핑몰명}] 잘 도착했어요

                #{고객명}님, 배송이 완료됐어요.
                ▶ 상품: #{상품명}
                ▶ 배송 완료: #{배송완료일시}
                """, (name: "리뷰 쓰기", link: "#{리뷰링크}"), moment),
            make(
                "DELIVERY_FAILED", "배송 실패",
                "[#{쇼핑몰명}] 오늘 전해 드리지 못했어요\n\n#{고객명}님, 배송하지 못했어요. 다시 갈게요." + parcel, tracking, moment),
            make(
                "DELIVERY_RETURNED", "반송",
                "[#{쇼핑몰명}] 상품이 돌아오고 있어요\n\n#{고객명}님, 상품이 보낸 곳으로 돌아오고 있어요." + parcel, tracking, moment),
            make(
                "AUTH_CODE", "인증 번호", "[#{쇼핑몰명}] 인증번호 #{인증번호}를 입력해 주세요.", nil, moment),
        ]
    }

    private static func make(
        _ code: String, _ name: String, _ content: String, _ button: (name: String, link: String)?,
        _ moment: Timestamp
    ) -> AlimtalkTemplate {
        var template = AlimtalkTemplate(code: code, name: name, content: content, at: moment)
        template.status = .approved
        guard let button else { return template }
        return template.with(buttons: [
            AlimtalkButton(ordering: 1, type: "WL", name: button.name, linkMo: button.link)
        ])
    }

    /// One of the settings.
    init(_ settings: MessagingSettings.Alimtalk.Template, at moment: Timestamp) {
        self = Self.make(settings.code, settings.name, settings.content, settings.button, moment)
        if !settings.isApproved { status = .rejected }
    }
}
