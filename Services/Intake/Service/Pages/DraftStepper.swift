import ActivityForm
import Contracts
import IntakeDomain
import Web

/// The blocks of a form as steps, with what is done.
enum DraftStepper {
    /// The blocks that have a page of their own now: asked, and with questions.
    static func blocks(_ definition: FormDefinition, _ content: FormContent) -> [FormBlock] {
        definition.blocks.filter { !$0.questions.isEmpty && definition.asks($0, given: content.answers) }
    }

    static func make(_ id: CaseID, _ content: FormContent, _ acceptance: FormAcceptance, current: String?) -> Stepper {
        let definition = acceptance.definition
        let blocks = self.blocks(definition, content)
        let wrong = Set(
            acceptance.validation.problems(in: content).compactMap { problem in
                definition.question(at: problem.field).flatMap { definition.block(asking: $0.number)?.key }
            })
        var steps = blocks.map { block in
            Stepper.Step(
                block.heading, href: "/pengajuan/\(id)/blok/\(block.key)", done: !wrong.contains(block.key))
        }
        steps.append(Stepper.Step("Pratinjau", href: "/pengajuan/\(id)/pratinjau", done: false))
        let position = current.flatMap { key in blocks.firstIndex { $0.key == key } }
        return Stepper(steps, current: current == "pratinjau" ? steps.count - 1 : position)
    }
}
