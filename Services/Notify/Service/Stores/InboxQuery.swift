import Contracts
import Foundation
import NotifyDomain
import Postgres

/// One notice as it lies in the applicant's inbox.
struct InboxItem: Sendable {
    var notice: StoredNotice
    var standard: KnownStandard
    var templateVersion: Int
    var arrivedAt: Date
    /// Whether mails to the person can go out: the address is proven.
    var isReachable: Bool
    var channels: [(channel: ServiceStandard.Channel, state: ObligationState)]
}

/// Reads the inbox of one person.
enum InboxQuery {
    /// The notices of a person, newest first, and how many there are in all.
    static func items(of person: PersonID, page: Int, size: Int, in tx: Transaction) throws -> (
        items: [InboxItem], total: Int
    ) {
        let total = try tx.one("SELECT count(*) FROM inbox_item WHERE person_id = \(person.uuid)") {
            try $0.get(0, as: Int.self)
        }
        var items = try tx.rows(
            """
            SELECT \(StoredNotice.columns), \(KnownStandard.columns), i.template_version, i.arrived_at,
                   EXISTS (SELECT FROM contact c WHERE c.person_id = n.person_id) AS reachable
              FROM inbox_item i
              JOIN notice n ON n.id = i.notice_id
              JOIN known_case k ON k.case_id = n.case_id
              JOIN service_standard s ON s.id = k.standard
             WHERE i.person_id = \(person.uuid)
             ORDER BY i.arrived_at DESC, n.occurred_at DESC, n.id DESC
             LIMIT \(size) OFFSET \(max(0, page - 1) * size)
            """
        ) { row in
            InboxItem(
                notice: try StoredNotice(row), standard: try KnownStandard(row),
                templateVersion: try row.get("template_version"), arrivedAt: try row.get("arrived_at"),
                isReachable: try row.get("reachable"), channels: [])
        }
        let states = try tx.rows(
            """
            SELECT notice_id, channel, state FROM obligation
             WHERE notice_id = ANY(\(items.map(\.notice.id.uuid))) ORDER BY channel
            """
        ) { row in
            (
                notice: NoticeID(try row.get("notice_id")),
                channel: try row.get("channel", as: ServiceStandard.Channel.self),
                state: try row.get("state", as: ObligationState.self)
            )
        }
        for index in items.indices {
            items[index].channels = states.filter { $0.notice == items[index].notice.id }
                .map { (channel: $0.channel, state: $0.state) }
        }
        return (items, total)
    }
}
