// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension CourierDirectory {
    /// Couriers that deliver within hours, mostly in cities.
    static let sameDay: [Courier] = [
        Courier(
            id: "todaypickup", koreanName: "오늘의픽업", englishName: "Today Pickup",
            aliases: ["94", "kr.todaypickup"]),
        Courier(id: "duball", koreanName: "두발히어로", englishName: "Duball Hero", aliases: ["89"]),
        Courier(id: "thunderhero", koreanName: "썬더히어로", englishName: "Thunder Hero", aliases: ["113"]),
        Courier(id: "vroong", koreanName: "부릉", englishName: "Vroong", aliases: ["110"]),
        Courier(id: "kurly", koreanName: "컬리로지스", englishName: "Kurly Logis", aliases: ["82"]),
        Courier(id: "teamfresh", koreanName: "팀프레시", englishName: "Team Fresh", aliases: ["116"]),
        Courier(id: "delirabbit", koreanName: "딜리래빗", englishName: "Delirabbit", aliases: ["131"]),
        Courier(id: "pingpong", koreanName: "핑퐁", englishName: "Pingpong", aliases: ["119"]),
        Courier(id: "valex", koreanName: "발렉스", englishName: "Valex", aliases: ["120"]),
        Courier(id: "jinigo", koreanName: "지니고", englishName: "Jinigo", aliases: ["92"]),
        Courier(id: "qrun", koreanName: "큐런", englishName: "Qrun", aliases: ["88"]),
        Courier(id: "wonder", koreanName: "원더스퀵", englishName: "Wonders Quick", aliases: ["75"]),
        Courier(id: "direct", koreanName: "직접배송", englishName: "Delivered by the shop", aliases: ["999"]),
    ]

    /// Couriers of furniture, appliances, drinks and business freight.
    static let freight: [Courier] = [
        Courier(id: "ik", koreanName: "IK물류", englishName: "IK Logistics", aliases: ["71"]),
        Courier(id: "sunghun", koreanName: "성훈물류", englishName: "Sunghun Logistics", aliases: ["72"]),
        Courier(id: "yongma", koreanName: "용마로지스", englishName: "Yongma Logis", aliases: ["74", "kr.yongmalogis"]),
        Courier(id: "logisvalley", koreanName: "로지스밸리택배", englishName: "Logis Valley Parcel", aliases: ["79"]),
        Courier(id: "logisvalleyfreight", koreanName: "로지스밸리", englishName: "Logis Valley", aliases: ["96"]),
        Courier(id: "fullathome", koreanName: "풀앳홈", englishName: "Full At Home", aliases: ["85"]),
        Courier(id: "samsung", koreanName: "삼성전자물류", englishName: "Samsung Electronics Logitech", aliases: ["86"]),
        Courier(id: "winiadimchae", koreanName: "위니아딤채", englishName: "Winia Dimchae", aliases: ["90"]),
        Courier(id: "hanssem", koreanName: "한샘", englishName: "Hanssem", aliases: ["101"]),
        Courier(id: "ndex", koreanName: "NDEX KOREA", englishName: "NDEX Korea", aliases: ["103"]),
        Courier(id: "dodoflex", koreanName: "도도플렉스", englishName: "Dodoflex", aliases: ["104"]),
        Courier(id: "lgpantos", koreanName: "LG전자(판토스)", englishName: "LG Electronics (Pantos)", aliases: ["107"]),
        Courier(id: "home1004", koreanName: "1004홈", englishName: "1004 Home", aliases: ["112"]),
        Courier(id: "lottechilsung", koreanName: "롯데칠성", englishName: "Lotte Chilsung", aliases: ["118"]),
        Courier(id: "ltl", koreanName: "LTL", englishName: "LTL", aliases: ["kr.ltl"]),
    ]

    /// Couriers across borders.
    static let international: [Courier] = [
        Courier(
            id: "ems", koreanName: "EMS", englishName: "EMS", phone: "1588-1300",
            aliases: ["12", "kr.epost.ems", "un.upu.ems"]),
        Courier(
            id: "dhl", koreanName: "DHL", englishName: "DHL Express", phone: "1588-0001",
            trackingPage:
                "https://www.dhl.com/kr-ko/home/tracking/tracking-express.html?submit=1&tracking-id={number}",
            aliases: ["13"]),
        Courier(
            id: "fedex", koreanName: "FedEx", englishName: "FedEx", phone: "080-023-8000",
            trackingPage: "https://www.fedex.com/fedextrack/?trknbr={number}", aliases: ["21", "us.fedex"],
            grouping: [4, 4, 4]),
        Courier(
            id: "ups", koreanName: "UPS", englishName: "UPS", phone: "1588-6886",
            trackingPage: "https://www.ups.com/track?loc=ko_KR&tracknum={number}", aliases: ["14", "us.ups"]),
        Courier(
            id: "usps", koreanName: "USPS", englishName: "USPS",
            trackingPage: "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
            aliases: ["26", "us.usps"]),
        Courier(id: "tnt", koreanName: "TNT Express", englishName: "TNT Express", aliases: ["25", "nl.tnt"]),
        Courier(id: "dhlglobalmail", koreanName: "DHL Global Mail", englishName: "DHL Global Mail", aliases: ["33"]),
        Courier(id: "dhlgermany", koreanName: "DHL 독일", englishName: "DHL Germany", aliases: ["de.dhl"]),
        Courier(id: "iparcel", koreanName: "i-Parcel", englishName: "i-Parcel", aliases: ["34"]),
        Courier(
            id: "cjglobal", koreanName: "CJ대한통운 국제특송", englishName: "CJ Logistics International",
            phone: "1588-1255", aliases: ["42"]),
        Courier(
            id: "lotteglobal", koreanName: "롯데택배 해외특송", englishName: "Lotte International Express",
            phone: "1588-2121", aliases: ["99", "kr.lotte.global"]),
        Courier(id: "pantos", koreanName: "LX판토스", englishName: "LX Pantos", aliases: ["37", "kr.epantos"]),
        Courier(id: "ecms", koreanName: "ECMS Express", englishName: "ECMS Express", aliases: ["38"]),
        Courier(id: "gsi", koreanName: "GSI Express", englishName: "GSI Express", aliases: ["41"]),
        Courier(id: "gsmnton", koreanName: "GSMNtoN", englishName: "GSMNtoN", aliases: ["28"]),
        Courier(id: "kgl", koreanName: "KGL네트웍스", englishName: "KGL Networks", aliases: ["30"]),
        Courier(id: "anytrack", koreanName: "애니트랙", englishName: "Anytrack", aliases: ["43"]),
        Courier(id: "cway", koreanName: "Cway Express", englishName: "Cway Express", aliases: ["57", "kr.cway"]),
        Courier(
            id: "swgcj", koreanName: "성원글로벌카고 (CJ대한통운)", englishName: "SWG Cargo (CJ Logistics)",
            aliases: ["kr.swgexp.cjlogistics"]),
        Courier(
            id: "swgpost", koreanName: "성원글로벌카고 (우체국)", englishName: "SWG Cargo (Korea Post)",
            aliases: ["kr.swgexp.epost"]),
        Courier(id: "cainiao", koreanName: "차이냐오", englishName: "Cainiao", aliases: ["cn.cainiao.global"]),
        Courier(id: "sagawa", koreanName: "사가와", englishName: "Sagawa Express", aliases: ["jp.sagawa"]),
        Courier(id: "yamato", koreanName: "야마토", englishName: "Yamato Transport", aliases: ["jp.yamato"]),
    ]
}
