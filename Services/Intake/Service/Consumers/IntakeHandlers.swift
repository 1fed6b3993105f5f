import MessagingLive

/// What Intake learns from the others.
enum IntakeHandlers {
    static let events: [AnyEventHandler] = [
        AnyEventHandler(NoteOpening()), AnyEventHandler(NoteReturn()), AnyEventHandler(NoteCompleteness()),
        AnyEventHandler(NoteDueMove()),
        AnyEventHandler(NoteExamination()), AnyEventHandler(NoteCorrectionRequest()),
        AnyEventHandler(NoteEvaluationOpening()), AnyEventHandler(NoteEvaluation()), AnyEventHandler(NoteLetterDraft()),
        AnyEventHandler(NoteLetter()), AnyEventHandler(NoteRefusal()), AnyEventHandler(NoteCompletion()),
        AnyEventHandler(NoteDelivery()), AnyEventHandler(NoteRating()),
    ]
}
