import Contracts

/// The file's shape: flat JSON, decoded into the definition's values.
struct DefinitionFile: Decodable {
    let id: String
    let version: Int
    let title: String
    let source: String
    let blocks: [FormBlock]

    static func read(_ json: [UInt8], file: String) throws(DataFault) -> DefinitionFile {
        try DataFault.decode(DefinitionFile.self, json, file: file)
    }
}

extension FormBlock: Decodable {
    private enum CodingKeys: String, CodingKey { case key, numeral, title, note, condition, attachments, questions }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.key = try container.decode(String.self, forKey: .key)
        self.numeral = try container.decode(String.self, forKey: .numeral)
        self.title = try container.decode(String.self, forKey: .title)
        self.note = try container.decodeIfPresent(String.self, forKey: .note)
        self.condition = try container.decodeIfPresent(Condition.self, forKey: .condition)
        self.attachments = try container.decodeIfPresent([ExpectedFile].self, forKey: .attachments) ?? []
        self.questions = try container.decode([Question].self, forKey: .questions)
    }
}

extension Question: Decodable {
    private enum CodingKeys: String, CodingKey { case number, label, help, required, condition }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            number: try container.decode(String.self, forKey: .number),
            label: try container.decode(String.self, forKey: .label),
            help: try container.decodeIfPresent(String.self, forKey: .help),
            required: try container.decode(Bool.self, forKey: .required),
            condition: try container.decodeIfPresent(Condition.self, forKey: .condition),
            kind: try AnswerKind(from: decoder))
    }
}

extension FormField: Decodable {
    private enum CodingKeys: String, CodingKey { case key, label, help, required, condition }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.key = try container.decode(String.self, forKey: .key)
        self.label = try container.decode(String.self, forKey: .label)
        self.help = try container.decodeIfPresent(String.self, forKey: .help)
        self.required = try container.decode(Bool.self, forKey: .required)
        self.condition = try container.decodeIfPresent(Condition.self, forKey: .condition)
        self.kind = try AnswerKind(from: decoder)
    }
}

extension AnswerKind: Decodable {
    private enum CodingKeys: String, CodingKey { case kind, min, max, options, fields }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Int { try container.decode(Int.self, forKey: key) }
        let kind = try container.decode(String.self, forKey: .kind)
        switch kind {
        case "text": self = .text(max: try number(.max))
        case "email": self = .email(max: try number(.max))
        case "longText": self = .longText(max: try number(.max))
        case "integer": self = .integer(min: try number(.min), max: try number(.max))
        case "date": self = .date
        case "period": self = .period
        case "choice": self = .choice(try container.decode([Option].self, forKey: .options))
        case "choices": self = .choices(try container.decode([Option].self, forKey: .options))
        case "group": self = .group(try container.decode([FormField].self, forKey: .fields))
        case "rows":
            self = .rows(
                try container.decode([FormField].self, forKey: .fields), min: try number(.min), max: try number(.max))
        case "regions": self = .regions
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "\"\(kind)\" is not a kind of answer")
        }
    }
}

extension Condition: Decodable {
    private enum CodingKeys: String, CodingKey { case all, any, question, field, `is`, includes }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let parts = try container.decodeIfPresent([Condition].self, forKey: .all) {
            self = .all(parts)
        } else if let parts = try container.decodeIfPresent([Condition].self, forKey: .any) {
            self = .any(parts)
        } else {
            let question = try container.decode(String.self, forKey: .question)
            if let codes = try container.decodeIfPresent([Int].self, forKey: .includes) {
                self = .includes(question: question, codes: codes)
            } else {
                self = .isOneOf(
                    question: question, field: try container.decodeIfPresent(String.self, forKey: .field),
                    codes: try container.decode([Int].self, forKey: .is))
            }
        }
    }
}
