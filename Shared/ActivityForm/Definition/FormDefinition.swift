public import Contracts

/// A questionnaire in one version: its blocks and questions, as data.
///
/// Source of the questions of `ms-keg`: Peraturan BPS 5/2020.
public struct FormDefinition: Hashable, Sendable {
    /// `ms-keg`.
    public let id: String
    /// From 1.
    public let version: Int
    /// Heading for people.
    public let title: String
    /// Where the questions come from.
    public let source: String
    /// In the order in which they are asked.
    public let blocks: [FormBlock]
    /// Every question in order.
    public let questions: [Question]

    private let byNumber: [String: Question]
    private let blockOf: [String: FormBlock]

    /// Reads and checks a definition.
    ///
    /// - Parameters:
    ///   - json: the file's content.
    ///   - file: its name, for the error.
    /// - Throws: ``DataFault``, which names file, field and reason.
    public init(json: [UInt8], file: String) throws(DataFault) {
        let shape = try DefinitionFile.read(json, file: file)
        var check = DefinitionCheck(file: file)
        try check.check(shape)
        self.init(shape)
    }

    private init(_ shape: DefinitionFile) {
        self.id = shape.id
        self.version = shape.version
        self.title = shape.title
        self.source = shape.source
        self.blocks = shape.blocks
        self.questions = shape.blocks.flatMap(\.questions)
        var byNumber: [String: Question] = [:]
        var blockOf: [String: FormBlock] = [:]
        for block in shape.blocks {
            for question in block.questions {
                byNumber[question.number] = question
                blockOf[question.number] = block
            }
        }
        self.byNumber = byNumber
        self.blockOf = blockOf
    }

    /// One version of the MS-Keg questionnaire, from the module's own data.
    ///
    /// - Parameter version: from 1; without it, the newest.
    /// - Throws: ``DataFault`` when there is no such version, or a file is faulty, which is a fault of the build.
    public static func msKeg(version: Int? = nil) throws(DataFault) -> FormDefinition {
        let catalogue = try FormCatalogue.msKeg()
        guard let version else { return catalogue.newest }
        guard let definition = catalogue.definition(id: FormCatalogue.msKegID, version: version) else {
            throw DataFault(
                file: "\(FormCatalogue.msKegID)-\(version).json", field: "version",
                reason: "there are only versions 1 to \(catalogue.newest.version)")
        }
        return definition
    }

    /// The question with this number; `nil` when there is none.
    public func question(_ number: String) -> Question? { self.byNumber[number] }

    /// Whether there is a question with this number.
    func knows(_ number: String) -> Bool { self.byNumber[number] != nil }

    /// The block with this key (`0` … `10`); `nil` when there is none.
    public func block(_ key: String) -> FormBlock? { self.blocks.first { $0.key == key } }

    /// The block that asks the question with this number; `nil` when there is none.
    public func block(asking number: String) -> FormBlock? { self.blockOf[number] }

    /// The question that a path of an answer (`3.4/0/nama`) belongs to; `nil` when there is none.
    public func question(at path: String) -> Question? {
        self.byNumber[path.split(separator: "/").first.map(String.init) ?? path]
    }

    /// A form of this definition without answers.
    public var empty: FormContent { FormContent(definition: self.id, version: self.version, answers: [:]) }
}
