// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// Follows subscribed parcels on the mock's clock: looks them up, tells of changes, tries again.
///
/// What the agenda does late (the clock was moved by hours) is done as of the moments it was due at, one after the other,
/// so that each status is told. Only signatures carry the present time: receivers refuse old ones.
struct TrackingEngine: Sendable {
    let bench: Bench
    let settings: DeliveryAPISettings
    let store: TrackingStore
    let log: WebhookLog

    /// A webhook that is to be posted.
    private struct Outgoing: Sendable {
        let webhookID: String
        let requestID: String
        let endpointID: String
        let event: String
        let body: [UInt8]
    }

    /// Enters a subscription's next look-up into the agenda.
    func enter(_ id: String, space: String, at moment: Timestamp) {
        bench.agenda.at(moment, space: space, "a look-up at couriers") { await poll(id, space: space, at: moment) }
    }

    private func poll(_ id: String, space: String, at moment: Timestamp) async {
        var moment = moment
        while true {
            let outgoing = store.look(space) { lookUp(id, in: &$0, at: moment) } ?? nil
            if let outgoing { await deliver(outgoing, space: space, at: moment) }
            guard let next = store.look(space, { $0.subscriptions[id]?.nextAt }) ?? nil else { return }
            if next > bench.clock.now { return enter(id, space: space, at: next) }
            moment = max(next, moment)
        }
    }

    // MARK: Looking up

    /// Looks up what is due of a subscription; answers the webhook to post, if there is anything to tell.
    private func lookUp(_ id: String, in space: inout TrackingStore.Space, at moment: Timestamp) -> Outgoing? {
        guard var subscription = space.subscriptions[id], subscription.status == .active else { return nil }
        defer { space.subscriptions[id] = subscription }
        guard moment < subscription.createdAt + settings.follows else {
            subscription.status = .expired
            return nil
        }
        for index in subscription.items.indices {
            subscription.items[index].hasChanged = false
            subscription.items[index].previous = subscription.items[index].status
            guard let due = subscription.items[index].nextAt, due <= moment else { continue }
            lookUp(&subscription.items[index], in: &space, at: moment, recurring: subscription.isRecurring)
        }
        subscription.polledAt = moment
        subscription.modifiedAt = moment
        let isDelivered = subscription.items.allSatisfy { $0.status == .delivered || $0.refusal != nil }
        if isDelivered || subscription.nextAt == nil { subscription.status = .completed }
        guard let endpointID = subscription.endpointID else { return nil }
        guard settings.tellsUnchanged || subscription.items.contains(where: \.hasChanged) else { return nil }
        let payload = JourneyPayload(
            event: isDelivered ? "tracking.completed" : "tracking.polled", requestID: id, sentAt: moment,
            metadata: subscription.metadata, items: subscription.items.map { $0.tracked(writesNull: false) })
        return Outgoing(
            webhookID: space.name("evt_"), requestID: id, endpointID: endpointID, event: payload.event,
            body: payload.json.bytes)
    }

    private func lookUp(
        _ item: inout Subscription.Item, in space: inout TrackingStore.Space, at moment: Timestamp, recurring: Bool
    ) {
        item.polledAt = moment
        let (error, track) = courier(item.parcel, in: &space, firstSeen: moment)
        if let error {
            item.error = error
            item.failures += 1
            let spans = settings.lookUpAgainAfter
            let wait = spans[min(item.failures - 1, spans.count - 1)]
            // A courier that does not know the parcel yet has answered: that is no failure.
            item.nextAt = error == "NOT_FOUND" ? (recurring ? moment + interval(nil, moment) : nil) : moment + wait
            return
        }
        item.error = nil
        item.failures = 0
        if let track { (item.parcel, item.track) = (track.parcel, track.track) }
        item.scanCount = item.track?.scanCount(at: moment) ?? 0
        let status = item.scanCount > 0 ? item.track?.scans[item.scanCount - 1].status : nil
        item.hasChanged = (status ?? .pending) != item.status
        item.status = status ?? .pending
        item.nextAt = recurring && item.status != .delivered ? moment + interval(item.status, moment) : nil
    }

    /// Asks the courier.
    ///
    /// - Parameters:
    ///   - parcel: The parcel.
    ///   - space: Where it was seen before.
    ///   - firstSeen: When its journey begins if it was never seen.
    /// - Returns: What went wrong, or the parcel and its way.
    func courier(
        _ parcel: JourneyPlan.Parcel, in space: inout TrackingStore.Space, firstSeen: Timestamp
    ) -> (error: String?, track: (parcel: JourneyPlan.Parcel, track: ParcelTrack)?) {
        let key = CourierLookup.key(parcel.courierCode, parcel.trackingNumber)
        var anchor = space.parcels[key] ?? CourierLookup.Anchor(beginsAfter: firstSeen)
        defer { space.parcels[key] = anchor }
        let code = parcel.courierCode.lowercased()
        if let left = space.courierFailures[code], left > 0 {
            space.courierFailures[code] = left == 1 ? nil : left - 1
            return ("TRACKING_FAILED", nil)
        }
        if let error = CourierLookup.failure(parcel.trackingNumber, &anchor) { return (error, nil) }
        return (nil, CourierLookup.track(parcel, anchor, settings: settings))
    }

    /// How long until a parcel is looked up again.
    private func interval(_ status: JourneyPlan.Status?, _ moment: Timestamp) -> Duration {
        let isMoving = status == .inTransit || status == .outForDelivery
        let span = isMoving ? settings.pollMoving : settings.pollWaiting
        let hour = CivilTime(moment, offsetSeconds: CivilTime.kst).hour
        let (from, to) = settings.night
        let isNight = from <= to ? (from..<to).contains(hour) : hour >= from || hour < to
        return isNight ? max(span, settings.pollNight) : span
    }

    // MARK: Telling

    private func deliver(_ outgoing: Outgoing, space: String, at moment: Timestamp) async {
        let number = log.add(
            WebhookDelivery(
                webhookID: outgoing.webhookID, space: space, source: outgoing.requestID, event: outgoing.event,
                fault: nil))
        await attempt(outgoing, 0, number, space: space, at: moment)
    }

    /// Posts it; a failed attempt enters the next one, the last one ends the subscription.
    private func attempt(
        _ outgoing: Outgoing, _ index: Int, _ number: Int, space: String, at moment: Timestamp
    ) async {
        let endpoint = store.look(space) { space -> WebhookEndpoint? in
            let status = space.subscriptions[outgoing.requestID]?.status
            guard status == .active || status == .completed || status == .expired else { return nil }
            return space.endpoints[outgoing.endpointID].flatMap { $0.isActive ? $0 : nil }
        }
        guard let endpoint = endpoint ?? nil else {
            return log.change(number) {
                $0.status = .cancelled
                $0.nextAttemptAt = nil
            }
        }
        let headers = WebhookSigner(scheme: .deliveryAPI, secret: endpoint.secret).headers(
            body: outgoing.body, id: outgoing.webhookID, timestamp: bench.clock.now.seconds)
        let outcome = await WebhookPost(loop: bench.loop, answerWithin: settings.answerWithin).send(
            outgoing.body, to: endpoint.target, headers: headers)
        let next = index < settings.retryAfter.count ? moment + settings.retryAfter[index] : nil
        log.change(number) { delivery in
            delivery.attempts.append(WebhookDelivery.Attempt(at: moment, outcome: outcome))
            delivery.status = outcome.isAccepted ? .delivered : next == nil ? .failed : .pending
            delivery.nextAttemptAt = outcome.isAccepted ? nil : next
        }
        count(outcome, of: outgoing, isLast: next == nil, space: space, at: moment)
        guard !outcome.isAccepted, let next else { return }
        bench.agenda.at(next, space: space, "a webhook, tried again") {
            await attempt(outgoing, index + 1, number, space: space, at: next)
        }
    }

    private func count(
        _ outcome: WebhookPost.Outcome, of outgoing: Outgoing, isLast: Bool, space: String, at moment: Timestamp
    ) {
        _ = store.look(space) { space in
            _ = space.endpoints.change(outgoing.endpointID) { endpoint in
                endpoint.consecutiveFailures = outcome.isAccepted ? 0 : endpoint.consecutiveFailures + 1
                let limit = settings.endpointOffAfter
                if limit > 0, endpoint.consecutiveFailures >= limit { endpoint.isActive = false }
            }
            guard isLast, !outcome.isAccepted else { return }
            _ = space.subscriptions.change(outgoing.requestID) { subscription in
                subscription.status = .failed
                subscription.modifiedAt = moment
            }
        }
    }
}
