import ActivityForm
import Contracts

/// An answered question in words.
struct AnswerItem {
    let heading: String
    let lines: [TextLine]
    let remarks: [TextLine]
}

/// A block of answered questions.
struct AnswerBlock {
    let heading: String
    let href: String?
    let items: [AnswerItem]

    /// The blocks that are asked, with their answers.
    ///
    /// - Parameter href: the page on which a block is changed.
    static func all(
        _ content: FormContent, _ definition: FormDefinition, _ regions: RegionNames, remarks: [String: [String]] = [:],
        href: (FormBlock) -> String? = { _ in nil }
    ) -> [AnswerBlock] {
        definition.blocks.compactMap { block in
            guard definition.asks(block, given: content.answers) else { return nil }
            let items = block.questions.compactMap { question -> AnswerItem? in
                guard definition.asks(question, given: content.answers) else { return nil }
                let answer = content.answers[question.number] ?? .null
                return AnswerItem(
                    heading: question.heading,
                    lines: definition.display(answer, of: question, regions: regions).map { TextLine($0) },
                    remarks: (remarks[question.number] ?? []).map { TextLine($0) })
            }
            return items.isEmpty ? nil : AnswerBlock(heading: block.heading, href: href(block), items: items)
        }
    }
}
