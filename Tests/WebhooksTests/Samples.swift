// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Webhooks as the source sends them.
enum Samples {
    /// `tracking.polled` of one CJ parcel with four scans: about 1.5 KB.
    static let polled = """
        {"event":"tracking.polled","requestId":"req_8fK2","timestamp":"2026-05-12T04:15:00.000Z",
        "metadata":{"orderId":"ORD-12345","channel":"web"},
        "items":[{"courierCode":"cj","trackingNumber":"686530129012","clientId":"shp_42","currentStatus":"OUT_FOR_DELIVERY",
        "previousStatus":"IN_TRANSIT","hasChanged":true,"isDelivered":false,
        "trackingData":{"trackingNumber":"686530129012","courierCode":"cj","courierName":"CJ대한통운",
        "deliveryStatus":"OUT_FOR_DELIVERY","deliveryStatusText":"배송출발","isDelivered":false,"senderName":"찻*점",
        "receiverName":"김*객","receiverAddress":"서울 강남구 테헤란로","productName":"백자 찻잔 세트","productQuantity":1,
        "dateEstimated":"2026-05-12 18:00:00","dateLastProgress":"2026-05-12 08:31:02",
        "progresses":[
        {"dateTime":"2026-05-11 18:02:11","location":"송파가락","status":"집화처리","statusCode":"PICKED_UP","description":"보내시는 고객님으로부터 상품을 인수받았습니다"},
        {"dateTime":"2026-05-11 21:40:27","location":"대전HUB","status":"간선상차","statusCode":"IN_TRANSIT","description":"배송지역으로 상품이 이동중입니다."},
        {"dateTime":"2026-05-12 06:58:40","location":"강남Sub","status":"간선하차","statusCode":"IN_TRANSIT","description":"고객님의 상품이 배송지에 도착하였습니다.(배송예정:홍길동 010-1234-5678)"},
        {"dateTime":"2026-05-12 08:31:02","location":"강남직영","status":"배송출발","statusCode":"OUT_FOR_DELIVERY","description":"고객님의 상품을 배송할 예정입니다.(16~18시)(배송담당:홍길동 010-1234-5678)","telno":"02-555-1234"}],
        "queriedAt":"2026-05-12T04:14:59.120Z"}}],
        "summary":{"total":1,"delivered":0,"active":1,"hasChanges":true}}
        """
}
