// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension CourierDirectory {
    /// Couriers that carry parcels all over Korea; the first ten have DeliveryAPI's own ids.
    static let parcel: [Courier] = [
        Courier(
            id: "cj", koreanName: "CJ대한통운", englishName: "CJ Logistics", phone: "1588-1255",
            trackingPage: "https://trace.cjlogistics.com/next/tracking.html?wblNo={number}",
            aliases: ["04", "kr.cjlogistics"], grouping: [4, 4, 4]),
        Courier(
            id: "post", koreanName: "우체국택배", englishName: "Korea Post", phone: "1588-1300",
            trackingPage:
                "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1={number}&displayHeader=N",
            aliases: ["01", "kr.epost"], grouping: [6, 7]),
        Courier(
            id: "lotte", koreanName: "롯데택배", englishName: "Lotte Global Logistics", phone: "1588-2121",
            trackingPage: "https://www.lotteglogis.com/home/reservation/tracking/invoiceView?InvNo={number}",
            aliases: ["08", "kr.lotte"], grouping: [4, 4, 4]),
        Courier(
            id: "hanjin", koreanName: "한진택배", englishName: "Hanjin Express", phone: "1588-0011",
            trackingPage:
                "https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2={number}",
            aliases: ["05", "kr.hanjin"], grouping: [4, 4, 4]),
        Courier(
            id: "logen", koreanName: "로젠택배", englishName: "Logen", phone: "1588-9988",
            trackingPage: "https://www.ilogen.com/web/personal/trace/{number}",
            aliases: ["06", "kr.logen"], grouping: [3, 4, 4]),
        Courier(
            id: "kyungdong", koreanName: "경동택배", englishName: "Kyungdong Express", phone: "1899-5368",
            trackingPage: "https://kdexp.com/service/delivery/etc/delivery.do?barcode={number}",
            aliases: ["23", "kr.kdexp"], grouping: [4, 3, 6]),
        Courier(
            id: "daesin", koreanName: "대신택배", englishName: "Daesin Express", phone: "043-222-4582",
            trackingPage: "https://www.ds3211.co.kr/freight/internalFreightSearch.ht?billno={number}",
            aliases: ["22", "kr.daesin"]),
        Courier(
            id: "hapdong", koreanName: "합동택배", englishName: "Hapdong Express", phone: "1899-3392", aliases: ["32"]),
        Courier(
            id: "coupang", koreanName: "쿠팡", englishName: "Coupang", phone: "1577-7011", aliases: ["kr.coupangls"]),
        Courier(
            id: "woori", koreanName: "우리택배", englishName: "Woori Express",
            aliases: ["45", "kr.honamlogis"]),
        Courier(
            id: "ilyang", koreanName: "일양로지스", englishName: "Ilyang Logis", phone: "1588-0002",
            trackingPage: "https://www.ilyanglogis.com/functionality/tracking_result.asp?hawb_no={number}",
            aliases: ["11", "kr.ilyanglogis"]),
        Courier(
            id: "chunil", koreanName: "천일택배", englishName: "Chunil Express", phone: "1877-6606",
            trackingPage: "https://www.chunil.co.kr/HTrace/HTrace.jsp?transNo={number}",
            aliases: ["17", "kr.chunilps"]),
        Courier(
            id: "kunyoung", koreanName: "건영택배", englishName: "Kunyoung Express", aliases: ["18", "kr.kunyoung"]),
        Courier(
            id: "nonghyup", koreanName: "농협택배", englishName: "Nonghyup Logistics", aliases: ["53"],
            grouping: [4, 4, 4]),
        Courier(
            id: "homepick", koreanName: "홈픽택배", englishName: "Homepick", phone: "1800-0987",
            aliases: ["54", "kr.homepick"], grouping: [4, 4, 4]),
        Courier(id: "homepicktoday", koreanName: "홈픽 오늘도착", englishName: "Homepick Today", aliases: ["129"]),
        Courier(id: "hanips", koreanName: "한의사랑택배", englishName: "Hanips", aliases: ["16"]),
        Courier(id: "woorihanbang", koreanName: "우리한방택배", englishName: "Woori Hanbang", aliases: ["47"]),
        Courier(id: "handex", koreanName: "한덱스", englishName: "Handex", aliases: ["20"]),
        Courier(id: "slx", koreanName: "SLX택배", englishName: "SLX", aliases: ["44", "kr.slx"]),
        Courier(
            id: "goodtoluck", koreanName: "굿투럭", englishName: "Goods To Luck",
            aliases: ["40", "kr.goodstoluck"], grouping: [4, 4, 4]),
    ]

    /// Parcels handed in and picked up at convenience stores.
    static let convenience: [Courier] = [
        Courier(
            id: "cu", koreanName: "CU 편의점택배", englishName: "CU Post",
            trackingPage: "https://www.cupost.co.kr/postbox/delivery/localResult.cupost?invoice_no={number}",
            aliases: ["46", "kr.cupost"], grouping: [4, 4, 4]),
        Courier(
            id: "gs25", koreanName: "GS25 편의점택배", englishName: "GS Postbox", phone: "1577-1287",
            trackingPage: "https://www.cvsnet.co.kr/invoice/tracking.do?invoice_no={number}",
            aliases: ["24", "kr.cvsnet"], grouping: [4, 4, 4]),
        Courier(id: "seveneleven", koreanName: "세븐일레븐 착한택배", englishName: "7-Eleven Parcel", aliases: ["189"]),
    ]
}
