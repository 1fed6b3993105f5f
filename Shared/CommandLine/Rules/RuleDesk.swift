import Foundation

/// Where a rule command gets its lines from and puts its answers.
final class RuleDesk {
    /// 2, as `grep` and `diff` say that something could not be looked at.
    static let exitCodeOfRefusals: Int32 = 2
    /// How much of a bad line is repeated: 200 characters.
    static let longestEcho = 200

    private let lines: InputLines
    private let print: (String) -> Void
    /// Whether anything was answered with an error.
    private(set) var hasRefused = false

    init(lines: InputLines, print: @escaping (String) -> Void) {
        self.lines = lines
        self.print = print
    }

    /// Writes one answer.
    func write(_ line: JSONLine) { self.print(line.description) }

    /// Writes one answer that is JSON in one line already.
    func write(raw json: [UInt8]) { self.print(String(decoding: json, as: UTF8.self)) }

    /// Answers `{"from":…,"error":…}` and goes on.
    func refuse(_ from: String, _ error: any Error) {
        self.hasRefused = true
        let echo = from.count > Self.longestEcho ? "\(from.prefix(Self.longestEcho))…" : from
        self.write(["from": .string(echo), "error": .string("\(error)")])
    }

    /// Answers each line of standard input by itself, as it comes. Lines with nothing but blanks are passed over.
    func answerEachLine(by rule: (String) throws -> JSONLine?) {
        self.answer(each: self.lines, isNumbered: false) { text in
            if let line = try rule(text) { self.write(line) }
        }
    }

    /// Takes each line, of standard input or of a file, by itself; what is thrown becomes its error line.
    ///
    /// - Parameter isNumbered: whether an error begins with the number of its line: in a table many lines say the same.
    func answer(each lines: InputLines, isNumbered: Bool = true, by rule: (String) throws -> Void) {
        var lines = lines
        while let line = lines.next() {
            let place = isNumbered ? "line \(lines.number): " : ""
            switch line {
            case .text(let text):
                do { try rule(text) } catch { self.refuse(text, RuleFault("\(place)\(error)")) }
            case .refused(let beginning, let fault): self.refuse(beginning, RuleFault("\(place)\(fault)"))
            }
        }
    }

    /// Answers about something that is named, a file or an argument; what is thrown becomes its error line.
    func answer(from name: String, by rule: () throws -> Void) {
        do { try rule() } catch { self.refuse(name, error) }
    }
}
