internal import Contracts
internal import Foundation
internal import MessagingLive

/// Why an operator does something that is written down.
struct Reason: Decodable {
    let reason: String

    /// - Throws: a `Problem` for an empty or endless text.
    func checked() throws -> String {
        let text = self.reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.count >= 5, text.count <= 500 else {
            throw Problem.invalid([
                FieldProblem(
                    field: "reason", code: "required", message: "Tuliskan alasannya dalam 5 sampai 500 huruf.")
            ])
        }
        return text
    }
}

/// Which messages are to run again, and how fast.
struct ReplayRequest: Decodable {
    let perSecond: Double?
    let queue: String?
    let type: String?
    let reason: String?
    let subject: String?
    let text: String?
    let ids: [Int]?
    /// Says that all of them are meant; a request that forgot to select anything must not run everything.
    let all: Bool?

    /// - Throws: a `Problem` when nothing is selected, or both all and some.
    func checked() throws -> ParkedSelection {
        let selection = ParkedSelection(
            queue: self.queue, type: self.type, reason: self.reason, subject: self.subject, text: self.text,
            ids: self.ids)
        guard (selection == ParkedSelection()) == (self.all == true) else {
            throw Problem.invalid([
                FieldProblem(
                    field: "all", code: "ambiguous",
                    message: "Pilih dengan ids, queue, type, reason, subject atau text; atau semua dengan all: true.")
            ])
        }
        return selection
    }
}
