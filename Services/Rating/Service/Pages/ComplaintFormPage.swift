import Contracts
import RatingDomain
import Web

/// What the template `complaint-form` shows.
struct ComplaintFormPage {
    let key: String
    let errors: ErrorSummary?
    let fields: [Field]

    init(_ form: ComplaintForm, units: [KnownUnit], errors: [FieldProblem]) {
        func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }
        self.key = form.key
        self.errors = ErrorSummary(errors)
        self.fields = [
            Field(
                "unit", "Unit BPS yang dituju", error: error("unit"),
                control: .select(units.map { Choice($0.code.text, $0.name, chosen: $0.code.text == form.unit) })),
            Field(
                "isi", "Isi pengaduan, saran, atau masukan",
                hint: "Apa yang terjadi, kapan, dan apa yang Anda harapkan.",
                error: error("isi"), value: form.text, control: .area(rows: 7), maxLength: ComplaintCheck.longestText),
            Field(
                "nomor", "Nomor pengajuan", hint: "Bila tentang satu pengajuan: LYK-2026-0000-000123.",
                error: error("nomor"), value: form.caseNumber, required: false, maxLength: 40),
            Field(
                "identitas", "Nama Anda",
                control: .radios([
                    Choice("nama", "Sertakan nama saya", chosen: !form.isAnonymous),
                    Choice("anonim", "Tanpa nama (anonim)", hint: "Nama tidak disimpan.", chosen: form.isAnonymous),
                ])),
            Field(
                "nama", "Nama lengkap", error: error("nama"), value: form.name, required: false, autocomplete: "name",
                maxLength: 200),
            Field(
                "kontak", "E-mail atau nomor telepon",
                hint: "Bila Anda ingin dihubungi. Disimpan terpisah dan tertutup.",
                error: error("kontak"), value: form.contact, required: false, maxLength: 200),
            Field(
                "rahasia", "Kerahasiaan",
                control: .checkboxes([
                    Choice(
                        "ya", "Rahasiakan pengaduan ini",
                        hint: "Hanya petugas yang berwenang yang dapat membaca isinya.", chosen: form.isConfidential)
                ]), required: false),
        ]
    }
}
