import ActivityForm
import Contracts
import Foundation
import ReviewDomain
import Web
import WorkingDays

/// The model of `case.mustache`: the form with a place for words beside each item, the clock, and the steps that state
/// and role allow.
struct CasePage {
    struct Fact {
        let label: String
        let value: String
    }

    struct Action {
        let action: String
        let button: String
        let help: String?
    }

    struct FieldForm {
        let title: String
        let help: String?
        let action: String
        let button: String
        let fields: [Field]
    }

    struct ItemsForm {
        let title: String
        let help: String
        let action: String
        let button: String
        let blocks: [CaseBlock]
        let note: Field
    }

    struct Reading {
        let blocks: [CaseBlock]
    }

    struct Attachment {
        let href: String
        let name: String
        let size: String
    }

    struct OpinionEntry {
        let who: String
        let when: String
        let recommends: String
        let text: String
    }

    struct Moved {
        let text: String
    }

    struct LetterEntry {
        let status: StatusBadge
        let facts: [Fact]
        let href: String
        let link: String
    }

    let problem: ProblemNotice?
    let status: StatusBadge
    let number: String
    let round: Int
    let version: Int
    let itemsForm: ItemsForm?
    let reading: Reading?
    /// After a correction: what differs from the round before.
    let changes: ChangedPart?
    let hasAttachments: Bool
    let attachments: [Attachment]
    let hasSimilar: Bool
    let similar: [SimilarEntry]
    /// Said when the list is empty: that nothing was found, or that nobody had looked.
    let noSimilar: String
    let hasSteps: Bool
    let hasActions: Bool
    let actions: [Action]
    let release: Action?
    let fieldForms: [FieldForm]
    let facts: [Fact]
    let clock: ClockEntry?
    let noClock: String
    /// How newer calendars have moved the clock that runs.
    let moved: [Moved]
    let clockHref: String
    let hasEnded: Bool
    let ended: [ClockEntry.Ended]
    let letter: LetterEntry?
    /// Said while the decision stands and nobody has confirmed that the applicant was told of it.
    let untold: String?
    let hasChannels: Bool
    let channels: [ChannelEntry]
    let hasOpinions: Bool
    let opinions: [OpinionEntry]
    let minutes: String?
    let timeline: [TimelineEntry]

    /// What was typed and refused, to be shown again.
    struct Attempt {
        let problem: Problem
        let form: FormFields
        /// Those that a path of the problem counts, in order.
        let items: [String]

        /// What was wrong with the words about an item.
        func fault(of item: String) -> String? {
            self.problem.errors.first { $0.item(among: self.items) == item }?.message
        }
    }

    init(_ view: CaseView, worker: CaseWorker, office: ReviewOffice, now: Date, attempt: Attempt?) {
        let subject = view.subject
        let zone = view.zone
        let steps = subject.steps(open: worker)
        let base = "/petugas/perkara/\(subject.id)"
        let typed = attempt?.form
        self.problem = attempt.map { ProblemNotice($0.problem, items: $0.items) }
        self.status = subject.state.badge
        self.number = subject.number
        self.round = subject.round
        self.version = subject.version

        let mode: CaseBlock.Mode =
            steps.contains(.examine) ? .examining : steps.contains(.return) ? .completeness : .reading
        let blocks = CaseBlock.all(view, office: office, mode: mode, attempt: attempt)
        let note = Field(
            "catatan", "Catatan umum", hint: "Disampaikan kepada pemohon bersama catatan tiap butir.",
            value: typed?["catatan"], control: .area(rows: 3), required: false, maxLength: 10_000)
        switch mode {
        case .completeness:
            self.itemsForm = ItemsForm(
                title: "Periksa kelengkapan",
                help:
                    "Bila berkas belum lengkap, pilih “Beri catatan” pada butir yang kurang, tulis apa yang kurang, lalu kembalikan. Bila sudah lengkap dan jelas, nyatakan pada bagian Langkah.",
                action: base + "/kembalikan", button: "Kembalikan untuk dilengkapi", blocks: blocks, note: note)
            self.reading = nil
        case .examining:
            self.itemsForm = ItemsForm(
                title: "Periksa rancangan",
                help:
                    "Beri putusan untuk tiap butir, dan catatan pada butir yang disarankan atau perlu diperbaiki. Satu butir yang perlu perbaikan mengembalikan rancangan kepada pemohon dan menghentikan tenggat.",
                action: base + "/periksa", button: "Selesaikan pemeriksaan", blocks: blocks, note: note)
            self.reading = nil
        case .reading:
            self.itemsForm = nil
            self.reading = Reading(blocks: blocks)
        }

        self.changes = ChangedPart(view, office: office)
        self.attachments = view.filing.attachments.map {
            Attachment(href: "/lampiran/\($0.id)", name: $0.name, size: "\(max(1, $0.size / 1024)) KiB")
        }
        self.hasAttachments = !self.attachments.isEmpty
        self.similar = (view.filing.similar ?? []).map(SimilarEntry.init)
        self.hasSimilar = !self.similar.isEmpty
        self.noSimilar =
            view.filing.similar == nil
            ? "Belum dicari ketika pengajuan ini dikirim."
            : "Tidak ada kegiatan serupa di antara yang sudah direkomendasikan ketika pengajuan ini dikirim."
        self.actions = Self.actions(steps, base: base)
        self.release =
            steps.contains(.giveBack)
            ? Action(action: base + "/lepas", button: "Kembalikan ke daftar kerja", help: nil) : nil
        self.hasActions = !self.actions.isEmpty
        self.fieldForms = Self.fieldForms(steps, subject, base: base, typed: typed, problem: attempt?.problem)
        self.hasSteps = self.hasActions || !self.fieldForms.isEmpty
        self.facts = [
            Fact(label: "Judul", value: subject.title),
            Fact(label: "Penyelenggara", value: subject.applicant.institution),
            Fact(label: "Pemohon", value: subject.applicant.name.reveal()),
            Fact(label: "Unit", value: view.unitName.map { "\($0), unit \(subject.unit)" } ?? subject.unit.text),
            Fact(label: "Diajukan", value: IndonesianDate.text(subject.submittedAt, in: zone)),
            Fact(label: "Dipegang oleh", value: subject.holder?.name ?? "belum diambil"),
        ]
        self.clock = subject.runningClock.map { ClockEntry($0, view: view, now: now) }
        self.noClock =
            subject.answerBy.map { "\(subject.state.awaited) \(IndonesianDate.text($0))." }
            ?? "Tenggat mulai berjalan setelah berkas dinyatakan lengkap dan jelas."
        self.moved = view.moves.filter { $0.clock == subject.runningClock?.number }.map { move in
            Moved(
                text: "Tenggat berubah dari \(IndonesianDate.text(move.old.day)) menjadi "
                    + "\(IndonesianDate.text(move.new.day)). \(move.reason)")
        }
        self.clockHref = "/tenggat/\(subject.id)"
        self.ended = subject.clocks.filter { !$0.isRunning }.map { ClockEntry.Ended($0, zone: zone) }
        self.hasEnded = !self.ended.isEmpty
        self.letter = subject.letter.map { Self.letter($0, base: base, zone: zone) }
        self.channels = view.channels.map(ChannelEntry.init)
        self.hasChannels = !self.channels.isEmpty
        let isDecided = [CaseState.issued, .refused].contains(subject.state)
        self.untold =
            isDecided && !self.hasChannels
            ? "Belum tercatat terkirim kepada pemohon. E-mail menunggu bila alamat pemohon belum dikonfirmasi." : nil
        self.opinions = subject.opinions.map {
            OpinionEntry(
                who: $0.by.name, when: IndonesianDate.text($0.at, in: zone),
                recommends: "Menyarankan: \($0.recommends.word)", text: $0.text)
        }
        self.hasOpinions = !self.opinions.isEmpty
        self.minutes = subject.minutes
        self.timeline = subject.history.map { step in
            TimelineEntry(
                step.step.deed.prefix(1).uppercased() + step.step.deed.dropFirst(),
                when: IndonesianDate.text(step.at, in: zone), machineTime: ContractJSON.text(of: step.at),
                who: step.whoDidIt, detail: view.notes[step.version], tone: step.state.badge.tone)
        }
    }

    private static func actions(_ steps: Set<CaseStep>, base: String) -> [Action] {
        var actions: [Action] = []
        if steps.contains(.take) {
            actions.append(
                Action(
                    action: base + "/ambil", button: "Ambil perkara",
                    help: "Perkara yang Anda ambil hanya dapat diproses oleh Anda, sampai Anda mengembalikannya."))
        }
        if steps.contains(.declareComplete) {
            actions.append(
                Action(
                    action: base + "/lengkap", button: "Nyatakan lengkap dan jelas",
                    help: "Tenggat menurut standar pelayanan mulai berjalan."))
        }
        if steps.contains(.openEvaluation) {
            actions.append(
                Action(
                    action: base + "/evaluasi", button: "Buka evaluasi tim",
                    help: "Penilai unit diminta memberi pendapat."))
        }
        return actions
    }

    private static func fieldForms(
        _ steps: Set<CaseStep>, _ subject: Case, base: String, typed: FormFields?, problem: Problem?
    ) -> [FieldForm] {
        func fault(_ field: String) -> String? {
            problem?.errors.first { $0.field == field || $0.field.hasPrefix(field + "/") }?.message
        }
        var forms: [FieldForm] = []
        if steps.contains(.giveOpinion) {
            forms.append(
                FieldForm(
                    title: "Beri pendapat", help: "Pendapat dapat diganti sampai evaluasi ditutup.",
                    action: base + "/pendapat", button: "Simpan pendapat",
                    fields: [
                        Field(
                            "usul", "Usul Anda",
                            control: .radios([
                                Choice("feasible", "Layak", chosen: typed?["usul"] == "feasible"),
                                Choice("refused", "Tidak layak", chosen: typed?["usul"] == "refused"),
                            ])),
                        Field(
                            "pendapat", "Alasan", error: fault("text"), value: typed?["pendapat"],
                            control: .area(rows: 5), maxLength: 10_000),
                    ]))
        }
        if steps.contains(.closeEvaluation) {
            forms.append(
                FieldForm(
                    title: "Tutup evaluasi",
                    help: "Diperlukan paling sedikit satu pendapat dari orang lain daripada pemeriksa.",
                    action: base + "/tutup-evaluasi", button: "Tutup evaluasi",
                    fields: [
                        Field(
                            "notula", "Notula", error: fault("minutes"), value: typed?["notula"],
                            control: .area(rows: 5), maxLength: 10_000)
                    ]))
        }
        if steps.contains(.draftLetter) {
            let letter = subject.letter
            let outcome = typed?["hasil"] ?? letter?.outcome.rawValue
            forms.append(
                FieldForm(
                    title: letter == nil ? "Susun surat" : "Sunting naskah surat",
                    help: "Surat disahkan oleh orang lain daripada penyusun dan penyunting terakhirnya.",
                    action: base + "/naskah", button: "Simpan naskah",
                    fields: [
                        Field(
                            "hasil", "Hasil",
                            control: .radios([
                                Choice("feasible", "Layak", chosen: outcome == "feasible"),
                                Choice("refused", "Tidak layak", chosen: outcome == "refused"),
                            ])),
                        Field(
                            "saran", "Saran", hint: "Satu saran per baris.", error: fault("advice"),
                            value: typed?["saran"] ?? letter?.advice.joined(separator: "\n"),
                            control: .area(rows: 6), required: false),
                        Field(
                            "alasan", "Alasan penolakan", hint: "Satu alasan per baris; hanya bila tidak layak.",
                            error: fault("reasons"), value: typed?["alasan"] ?? letter?.reasons.joined(separator: "\n"),
                            control: .area(rows: 4), required: false),
                    ]))
        }
        return forms
    }

    private static func letter(_ letter: Letter, base: String, zone: TimeZoneName) -> LetterEntry {
        guard let issue = letter.issue else {
            return LetterEntry(
                status: StatusBadge("Naskah: \(letter.outcome.word)", .active),
                facts: [
                    Fact(label: "Disusun", value: letter.draftedBy.name),
                    Fact(label: "Terakhir disunting", value: letter.lastEditedBy.name),
                ], href: base + "/pratinjau", link: "Lihat naskah surat (PDF)")
        }
        var facts = [Fact(label: "Nomor surat", value: issue.letterNumber)]
        if let number = issue.recommendationNumber { facts.append(Fact(label: "Identitas rekomendasi", value: number)) }
        facts += [
            Fact(label: "Disahkan", value: "\(issue.signedBy.name), \(IndonesianDate.text(issue.at, in: zone))"),
            Fact(label: "Kode verifikasi", value: issue.verificationCode),
        ]
        return LetterEntry(
            status: StatusBadge(letter.outcome.word, letter.outcome == .feasible ? .positive : .negative), facts: facts,
            href: "/surat/\(letter.id)", link: "Unduh surat (PDF)")
    }
}

extension LetterOutcome {
    /// As it is said in Indonesian.
    var word: String { self == .feasible ? "Layak" : "Tidak layak" }
}
