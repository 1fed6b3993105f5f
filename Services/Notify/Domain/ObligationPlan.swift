public import Contracts
public import Foundation

/// What is owed to an applicant for one notice on one channel.
public struct PlannedObligation: Hashable, Sendable {
    /// Where it must be told.
    public let channel: ServiceStandard.Channel
    /// How it begins.
    public let state: ObligationState
    /// Until when; only the result of an examination has a date.
    public let dueAt: Date?
}

/// Which obligations a notice brings.
public enum ObligationPlan {
    /// One for each channel of the standard, and always one for the portal, which is ours.
    ///
    /// A channel that is not connected begins as `open`: it is shown, and never counted as told. The portal is
    /// fulfilled in the act of planning, because the notice lies in the inbox from then on.
    ///
    /// - Parameters:
    ///   - clockEnd: the end of the clock in which the notice falls; `nil` when none has been opened.
    public static func obligations(
        for kind: NoticeKind, channels: [ServiceStandard.Channel], clockEnd: Date?
    ) -> [PlannedObligation] {
        ServiceStandard.Channel.allCases.filter { channels.contains($0) || $0 == .portal }.map { channel in
            PlannedObligation(
                channel: channel, state: self.beginning(of: channel), dueAt: kind.isResult ? clockEnd : nil)
        }
    }

    private static func beginning(of channel: ServiceStandard.Channel) -> ObligationState {
        switch channel {
        case .email: .waiting
        case .whatsapp: .open
        case .portal: .handedOver
        }
    }
}
