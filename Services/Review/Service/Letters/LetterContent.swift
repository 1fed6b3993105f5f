import Contracts
import Letterpress

/// The frozen content of a letter: JSON, kept byte for byte.
enum LetterContent {
    /// What a draft is kept as.
    static func freeze(_ document: LetterDocument) throws -> LetterStore.Content {
        LetterStore.Content(json: try ContractJSON.encode(document), templateVersion: document.templateVersion)
    }

    /// What a letter is rendered from.
    static func thaw(_ content: LetterStore.Content) throws -> LetterDocument {
        try ContractJSON.decode(LetterDocument.self, from: content.json)
    }
}
