// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping

/// What templates see of one step of the progress bar: told by a mark and a word, never by colour alone.
struct StepView: RecordView {
    enum State: Int {
        case past
        case now
        case ahead
        case stopped
    }

    let label: String
    let state: State
    let stateWord: String
    let mark: String
    let isLast: Bool

    static let fields: [ViewField<StepView>] = [
        .text("label") { $0.label },
        .text("mark") { $0.mark },
        .text("state") { $0.stateWord },
        .flag("isPast") { $0.state == .past },
        .flag("isNow") { $0.state == .now },
        .flag("isAhead") { $0.state == .ahead },
        .flag("isStopped") { $0.state == .stopped },
        .flag("isLast") { $0.isLast },
    ]

    /// The four steps of a parcel that is in a stage.
    static func steps(_ stage: Stage, scans: [Scan], locale: TemplateLocale) -> [StepView] {
        let reached: Int
        var isStopped = false
        switch stage {
        case .pending, .registered, .pickupReady, .unknown: reached = 0
        case .pickedUp, .inTransit: reached = 1
        case .outForDelivery: reached = 2
        case .delivered: reached = 3
        case .failed, .hold, .returned, .cancelled:
            isStopped = true
            reached = farthest(scans) ?? (stage == .failed ? 2 : stage == .cancelled ? 0 : 1)
        }
        return locale.steps.enumerated().map { index, label in
            let state: State =
                if index < reached {
                    .past
                } else if index == reached {
                    isStopped ? .stopped : .now
                } else {
                    .ahead
                }
            let mark =
                switch state {
                case .past: "✓"
                case .ahead: "○"
                // Where it stopped, and where it arrived, the stage has a sign of its own.
                case .now: stage == .delivered ? "✓" : "●"
                case .stopped: StageView(stage: stage).mark
                }
            return StepView(
                label: label, state: state, stateWord: locale.stepStates[state.rawValue], mark: mark,
                isLast: index + 1 == locale.steps.count)
        }
    }

    /// The farthest step before arrival that any scan stands for.
    private static func farthest(_ scans: [Scan]) -> Int? {
        scans.compactMap { scan in
            switch scan.stage {
            case .pending, .registered, .pickupReady: 0
            case .pickedUp, .inTransit: 1
            case .outForDelivery: 2
            default: nil
            }
        }.max()
    }
}
