import Contracts
import Foundation
import RatingDomain
import Web

/// What the template `complaint` shows to whoever holds the tracking code. The text is not shown: a code may be passed on.
struct ComplaintPage {
    let code: String
    let unit: String
    let filed: String
    let status: StatusBadge
    let timeline: [TimelineEntry]

    init(_ receipt: ComplaintReceipt, unit: KnownUnit?, history: [(state: ComplaintState, since: Date)]) {
        let zone = unit?.zone ?? .wib
        self.code = receipt.code
        self.unit = unit?.name ?? receipt.unit.text
        self.filed = IndonesianDate.text(receipt.filedAt, in: zone)
        self.status = StatusBadge(
            receipt.state.words, receipt.state == .closed ? .neutral : receipt.state == .answered ? .positive : .active)
        self.timeline = history.map { entry in
            TimelineEntry(
                entry.state.words, when: IndonesianDate.text(entry.since, in: zone),
                machineTime: IndonesianDate.machine(entry.since, in: zone))
        }
    }
}
