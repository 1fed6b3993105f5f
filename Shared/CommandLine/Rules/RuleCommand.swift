import ArgumentParser
import Foundation

/// A command that answers by a rule and needs no server: lines in, one JSON line out for each, the rest go on after a bad
/// one, exit 2 at the end if there was any.
///
/// ```swift
/// struct DueCommand: RuleCommand {
///     @Option var days = 14
///     func answer(at desk: RuleDesk) throws {
///         let calendar = WorkingDayCalendar(try HolidayFile.bundled())   // what fails here ends the command: exit 1
///         desk.answerEachLine { line in
///             let day = try Day(written: line)                       // what fails here is the error of its line
///             return ["from": .string(line), "days": .integer(self.days), "due": …]
///         }
///     }
/// }
/// ```
protocol RuleCommand: ParsableCommand {
    /// Answers everything. What it throws ends the command with one sentence on standard error and exit code 1; what
    /// concerns one line or one file is given to the desk instead.
    func answer(at desk: RuleDesk) throws
}

extension RuleCommand {
    /// Reads standard input, writes standard output.
    func run() throws {
        let desk = RuleDesk(lines: InputLines(reading: FileHandle.standardInput)) { line in
            FileHandle.standardOutput.write(Data((line + "\n").utf8))
        }
        try self.answer(at: desk)
        if desk.hasRefused { throw ExitCode(RuleDesk.exitCodeOfRefusals) }
    }

    /// The same without a process: what it would print for these lines, and its exit code.
    func answers(to input: String = "") throws -> (lines: [String], exitCode: Int32) {
        var lines: [String] = []
        let desk = RuleDesk(lines: InputLines(Data(input.utf8))) { lines.append($0) }
        try self.answer(at: desk)
        return (lines, desk.hasRefused ? RuleDesk.exitCodeOfRefusals : 0)
    }
}
