import Contracts
import Foundation
import Postgres
import ReviewDomain
import WorkingDays

/// A row of `review_case`.
struct CaseRow {
    let id: CaseID
    let number: String
    let unit: UnitCode
    let standard: String
    let applicant: Applicant
    let title: String
    let year: Int
    let regions: [String]
    let round: Int
    let submittedAt: Date
    let state: CaseState
    let version: Int
    let holder: Actor?
    let examiner: Actor?
    let answerBy: Day?
    let minutes: String?
    let deliveredAt: Date?
    let ratedAt: Date?

    init(_ row: Row) throws {
        let unit = try Stored.unit(row, "unit")
        self.id = CaseID(try row.get("id", as: UUID.self))
        self.number = try row.get("number")
        self.unit = unit
        self.standard = try row.get("standard")
        self.applicant = Applicant(
            personId: PersonID(try row.get("applicant_id", as: UUID.self)),
            name: Personal(try row.get("applicant_name", as: String.self)), institution: try row.get("institution"))
        self.title = try row.get("title")
        self.year = try row.get("year")
        self.regions = try row.get("regions")
        self.round = try row.get("round")
        self.submittedAt = try row.get("submitted_at")
        self.state = try Stored.word(row, "state")
        self.version = try row.get("version")
        self.holder = try Self.actor(row, "holder", unit)
        self.examiner = try Self.actor(row, "examiner", unit)
        self.answerBy = try row.get("answer_by", as: String?.self).flatMap { Day($0) }
        self.minutes = try row.get("minutes")
        self.deliveredAt = try row.get("delivered_at")
        self.ratedAt = try row.get("rated_at")
    }

    private static func actor(_ row: Row, _ prefix: String, _ unit: UnitCode) throws -> Actor? {
        guard let id: UUID = try row.get("\(prefix)_id") else { return nil }
        return Actor(personId: PersonID(id), name: try row.get("\(prefix)_name"), unit: unit)
    }

    func subject(clocks: [LegalClock], opinions: [Opinion], letter: Letter?, history: [StepRecord]) -> Case {
        Case(
            id: self.id, number: self.number, unit: self.unit, standard: self.standard, applicant: self.applicant,
            title: self.title, year: self.year, regions: self.regions, round: self.round, submittedAt: self.submittedAt,
            state: self.state, version: self.version,
            holder: self.holder, clocks: clocks, examiner: self.examiner, answerBy: self.answerBy, opinions: opinions,
            minutes: self.minutes, letter: letter, deliveredAt: self.deliveredAt, ratedAt: self.ratedAt,
            history: history)
    }
}
