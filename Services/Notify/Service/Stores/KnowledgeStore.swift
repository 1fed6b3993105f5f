import Contracts
import Foundation
import Postgres

/// What Notify knows from other services: contacts, standards, cases.
enum KnowledgeStore {
    /// Keeps the newest contact data of a person.
    static func keep(_ contact: ContactVerified, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO contact (person_id, name, email, mobile, verified_at)
            VALUES (\(contact.personId.uuid), \(contact.name.reveal()), \(contact.email.reveal()),
                    \(contact.mobile?.reveal()), \(contact.verifiedAt))
            ON CONFLICT (person_id) DO UPDATE
               SET name = excluded.name, email = excluded.email, mobile = excluded.mobile,
                   verified_at = excluded.verified_at
             WHERE contact.verified_at <= excluded.verified_at
            """)
    }

    /// Keeps a version of a standard.
    static func keep(_ standard: KnownStandard, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO service_standard (id, unit, unit_name, service_name, working_days, channels, zone)
            VALUES (\(standard.id), \(standard.unit.text), \(standard.unitName), \(standard.serviceName),
                    \(standard.workingDays), \(standard.channels), \(standard.zone))
            ON CONFLICT (id) DO UPDATE
               SET unit_name = excluded.unit_name, service_name = excluded.service_name,
                   working_days = excluded.working_days, channels = excluded.channels, zone = excluded.zone
            """)
    }

    /// Keeps what the opening says of a case.
    static func keep(_ opened: CaseOpened, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO known_case (case_id, case_number, unit, standard, applicant_id, title, year, institution)
            VALUES (\(opened.caseId.uuid), \(opened.caseNumber), \(opened.unit.text), \(opened.standard),
                    \(opened.applicantId.uuid), \(opened.title), \(opened.year), \(opened.institution))
            ON CONFLICT (case_id) DO NOTHING
            """)
    }

    /// The end of the clock that runs for a case; `nil` ends it.
    static func setClock(of caseID: CaseID, to end: Date?, in tx: Transaction) throws {
        try tx.enqueue("UPDATE known_case SET clock_end = \(end) WHERE case_id = \(caseID.uuid)")
    }

    /// What is known of a case.
    static func knownCase(_ caseID: CaseID, in tx: Transaction) throws -> KnownCase? {
        try tx.first("SELECT * FROM known_case WHERE case_id = \(caseID.uuid)", KnownCase.init)
    }
}

/// What Notify keeps of a case.
struct KnownCase: Sendable {
    var number: String
    var applicantID: PersonID
    var title: String
    var year: Int
    var institution: String
    var clockEnd: Date?

    init(_ row: Row) throws {
        self.number = try row.get("case_number")
        self.applicantID = PersonID(try row.get("applicant_id"))
        self.title = try row.get("title")
        self.year = try row.get("year")
        self.institution = try row.get("institution")
        self.clockEnd = try row.get("clock_end")
    }
}
