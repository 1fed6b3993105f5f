import Contracts

/// Holds a decoded definition against itself: what the decoder cannot see.
struct DefinitionCheck {
    let file: String
    /// Every number of the definition, to tell a condition that looks ahead from one that looks at nothing.
    private var numbers: Set<String> = []

    init(file: String) { self.file = file }

    mutating func check(_ shape: DefinitionFile) throws(DataFault) {
        if shape.version < 1 { throw self.fault("version", "versions start at 1") }
        if shape.id.isEmpty { throw self.fault("id", "an id is not empty") }
        self.numbers = Set(shape.blocks.flatMap(\.questions).map(\.number))
        var keys: Set<String> = []
        var earlier: [String: Question] = [:]
        for block in shape.blocks {
            guard keys.insert(block.key).inserted else { throw self.fault(block.key, "a block with this key exists") }
            try self.check(block.condition, at: "block \(block.key)", against: earlier)
            for question in block.questions {
                guard earlier[question.number] == nil else {
                    throw self.fault(question.number, "a question with this number exists")
                }
                guard !question.number.isEmpty, !question.number.contains("/") else {
                    throw self.fault(question.number, "a number is not empty and has no slash")
                }
                try self.check(question.condition, at: question.number, against: earlier)
                try self.check(question.kind, at: question.number, against: earlier)
                earlier[question.number] = question
            }
        }
    }

    private func check(_ kind: AnswerKind, at place: String, against earlier: [String: Question])
        throws(DataFault)
    {
        switch kind {
        case .text(let max), .email(let max), .longText(let max):
            if max < 1 { throw self.fault(place, "max must be at least 1") }
        case .integer(let min, let max):
            if min > max { throw self.fault(place, "min is greater than max") }
        case .choice(let options), .choices(let options):
            if options.isEmpty { throw self.fault(place, "no options") }
            if Set(options.map(\.code)).count != options.count { throw self.fault(place, "a code stands twice") }
            if case .choices = kind { try self.checkSum(of: options, at: place) }
        case .group(let fields):
            try self.check(fields, at: place, against: earlier)
        case .rows(let fields, let min, let max):
            if min > max || max < 1 { throw self.fault(place, "min and max of rows do not fit") }
            try self.check(fields, at: place, against: earlier)
        case .date, .period, .regions: break
        }
    }

    /// The form prints one number for several options, the sum of their codes (`facts.md` §3.2): a sum tells which they
    /// were only if each code is a power of two.
    private func checkSum(of options: [AnswerKind.Option], at place: String) throws(DataFault) {
        for option in options where option.code < 1 || option.code & (option.code - 1) != 0 {
            throw self.fault(place, "code \(option.code) is not a power of two, so a sum of codes would not name it")
        }
    }

    private func check(_ fields: [FormField], at place: String, against earlier: [String: Question])
        throws(DataFault)
    {
        if fields.isEmpty { throw self.fault(place, "no fields") }
        var keys: Set<String> = []
        for field in fields {
            let path = "\(place)/\(field.key)"
            guard keys.insert(field.key).inserted else { throw self.fault(path, "a field with this key exists") }
            switch field.kind {
            case .group, .rows, .regions: throw self.fault(path, "a field cannot have parts of its own")
            default: try self.check(field.kind, at: path, against: earlier)
            }
            try self.check(field.condition, at: path, against: earlier)
        }
    }

    /// A condition looks only at questions that come before: so it can be answered, and there is no circle.
    private func check(_ condition: Condition?, at place: String, against earlier: [String: Question])
        throws(DataFault)
    {
        switch condition {
        case nil: break
        case .all(let parts), .any(let parts):
            if parts.isEmpty { throw self.fault(place, "an empty condition") }
            for part in parts { try self.check(part, at: place, against: earlier) }
        case .isOneOf(let number, let field, let codes):
            let question = try self.question(number, at: place, among: earlier)
            try self.check(codes, of: question, field: field, at: place, several: false)
        case .includes(let number, let codes):
            let question = try self.question(number, at: place, among: earlier)
            try self.check(codes, of: question, field: nil, at: place, several: true)
        }
    }

    private func question(_ number: String, at place: String, among earlier: [String: Question])
        throws(DataFault) -> Question
    {
        guard let question = earlier[number] else {
            throw self.fault(
                place,
                self.numbers.contains(number)
                    ? "the condition asks for \(number), which does not come before it"
                    : "the condition asks for \(number), which no question of this form is")
        }
        return question
    }

    private func check(_ codes: [Int], of question: Question, field: String?, at place: String, several: Bool)
        throws(DataFault)
    {
        var kind = question.kind
        if let field {
            guard case .group(let fields) = kind, let found = fields.first(where: { $0.key == field }) else {
                throw self.fault(place, "the condition asks for \(question.number)/\(field), which does not exist")
            }
            kind = found.kind
        }
        let known: [Int]
        switch (kind, several) {
        case (.choice(let options), false), (.choices(let options), true): known = options.map(\.code)
        default: throw self.fault(place, "the condition does not fit the kind of \(question.number)")
        }
        for code in codes where !known.contains(code) {
            throw self.fault(place, "the condition names code \(code), which \(question.number) does not have")
        }
        if codes.isEmpty { throw self.fault(place, "the condition names no code") }
    }

    private func fault(_ place: String, _ reason: String) -> DataFault {
        DataFault(file: self.file, field: place, reason: reason)
    }
}
