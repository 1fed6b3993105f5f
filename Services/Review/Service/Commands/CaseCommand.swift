import Contracts

/// A command about one case, with the version that its sender saw.
protocol CaseCommand: Command {
    var caseId: CaseID { get set }
    var version: Int { get }
}

extension TakeCase: CaseCommand {}
extension GiveBackCase: CaseCommand {}
extension ReturnCase: CaseCommand {}
extension DeclareCaseComplete: CaseCommand {}
extension ExamineCase: CaseCommand {}
extension OpenEvaluation: CaseCommand {}
extension GiveOpinion: CaseCommand {}
extension CloseEvaluation: CaseCommand {}
extension DraftLetter: CaseCommand {}
extension SignLetter: CaseCommand {}
