import ActivityForm
import ArgumentParser
import Contracts

/// `layak form`
struct FormCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "Reads, writes and compares forms (MS-Keg).",
        discussion: """
            A FILE is a record of the present national system (its form is JSON in the member "form"), a sheet of MS-Keg \
            codes ({"formulir":"ms-keg","versi":1,"isian":{…}}), a form as messages carry it \
            ({"definition":"ms-keg","version":1,"answers":{…}}), or a line of `layak form import`. `-` reads standard input.
            """,
        subcommands: [FormImportCommand.self, FormExportCommand.self, FormDifferenceCommand.self])
}

/// `layak form import`
struct FormImportCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads files as drafts and says what was taken, what not, and what is lacking.",
        discussion: """
            Prints one line for each FILE; a file that cannot be read is answered with an error, and the exit code is 2.

            Examples:
              layak form import romantik-record.json
              layak form import romantik-record.json | layak form export --as codes -
            """)

    @Argument(help: "Records or sheets.")
    var files: [String]

    func answer(at desk: RuleDesk) throws {
        let reader = try FormFileReader()
        for file in self.files {
            desk.answer(from: file) {
                let read = try reader.read(file)
                func notes(_ notes: [ImportReport.Note]) -> JSONLineValue {
                    .array(notes.map { .object(["key": .string($0.key), "text": .string($0.text)]) })
                }
                desk.write([
                    "from": .string(file), "form": .json(FormFileReader.json(of: read.content)),
                    "taken": notes(read.report.taken), "notTaken": notes(read.report.notTaken),
                    "lacking": .array(
                        read.report.lacking.map {
                            .object([
                                "field": .string($0.field), "code": .string($0.code), "message": .string($0.message),
                            ])
                        }),
                ])
            }
        }
    }
}

/// `layak form export`
struct FormExportCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a form as a record of the national system, or as MS-Keg codes.",
        discussion: """
            Prints the record or the sheet as one line of JSON. Answers that it cannot hold are named in a line of errors, \
            and the exit code is 2.

            Examples:
              layak form export romantik-record.json
              layak form export --as codes romantik-record.json
            """)

    enum Shape: String, ExpressibleByArgument, CaseIterable { case record, codes }

    @Option(
        name: .customLong("as"),
        help: "record (the national system's JSON) or codes (MS-Keg, several options as a sum).")
    var shape = Shape.record
    @Argument(help: "The form.")
    var file: String

    func answer(at desk: RuleDesk) throws {
        let reader = try FormFileReader()
        desk.answer(from: self.file) {
            let content = try reader.read(self.file).content
            switch self.shape {
            case .codes: desk.write(raw: try reader.sheet.write(content))
            case .record:
                let exporting = RecordExport(definition: try reader.definition(of: content), regions: reader.regions)
                let record = try exporting.write(content)
                desk.write(raw: record.json)
                for question in record.notWritten {
                    desk.refuse(self.file, RuleFault("\(question.heading): the record cannot hold this answer"))
                }
            }
        }
    }
}

/// `layak form diff`
struct FormDifferenceCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Says what differs between two forms, question by question.",
        discussion: """
            Prints one line for each question that is answered otherwise; none when the two say the same. Each form is read \
            by its own version of the questionnaire.

            Example:
              layak form diff before.json after.json
            """)

    @Argument(help: "The older form.")
    var before: String
    @Argument(help: "The newer form.")
    var after: String

    func answer(at desk: RuleDesk) throws {
        let reader = try FormFileReader()
        var forms: [FormContent] = []
        for file in [self.before, self.after] {
            desk.answer(from: file) { forms.append(try reader.read(file).content) }
        }
        guard forms.count == 2 else { return }
        let difference = FormDifference(
            from: forms[0], by: try reader.definition(of: forms[0]), to: forms[1],
            by: try reader.definition(of: forms[1]),
            regions: reader.regions)
        for question in difference.questions { desk.write(Self.line(question)) }
    }

    private static func line(_ question: QuestionDifference) -> JSONLine {
        func texts(_ lines: [String]) -> JSONLineValue { .array(lines.map { .string($0) }) }
        return [
            "question": .string(question.number), "heading": .string(question.heading),
            "change": .string(question.change.rawValue),
            "parts": .array(
                question.parts.map { part in
                    .object([
                        "path": .string(part.path), "label": part.label.map { .string($0) } ?? .null,
                        "change": .string(part.change.rawValue), "before": texts(part.before),
                        "after": texts(part.after),
                    ])
                }),
        ]
    }
}
