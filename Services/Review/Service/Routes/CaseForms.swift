import Contracts
import Foundation
import Web

/// Makes commands of the forms on a case's page. What a form cannot say is an error of the field, as in a message.
enum CaseForms {
    /// The version that the page showed.
    static func version(_ form: FormFields) throws -> Int {
        guard let version = form.text("versi").flatMap({ Int($0) }) else {
            throw Problem.invalid([
                FieldProblem(
                    field: "version", code: "required", message: "Versi perkara tidak ada. Muat ulang halaman.")
            ])
        }
        return version
    }

    /// The items that have a word, in the order of the page.
    static func remarks(_ form: FormFields) -> [Remark] {
        form.fields.compactMap { field in
            guard let item = self.item(field.name, "catatan/"), !field.value.allSatisfy(\.isWhitespace) else {
                return nil
            }
            return Remark(item: item, text: field.value)
        }
    }

    /// A finding for every item that the page offered a verdict for.
    static func findings(_ form: FormFields) throws -> [Finding] {
        var errors: [FieldProblem] = []
        let findings = form.fields.compactMap { field -> Finding? in
            guard let item = self.item(field.name, "putusan/") else { return nil }
            guard let verdict = Finding.Verdict(rawValue: field.value) else {
                errors.append(
                    FieldProblem(field: field.name, code: "unknown", message: "Pilih putusan dari daftar."))
                return nil
            }
            return Finding(item: item, verdict: verdict, text: form.text("catatan/\(item)"))
        }
        if !errors.isEmpty { throw Problem.invalid(errors) }
        return findings
    }

    /// One of the two outcomes.
    static func outcome(_ form: FormFields, _ name: String, field: String) throws -> LetterOutcome {
        guard let outcome = form.text(name).flatMap({ LetterOutcome(rawValue: $0) }) else {
            throw Problem.invalid([
                FieldProblem(field: field, code: "required", message: "Pilih layak atau tidak layak.")
            ])
        }
        return outcome
    }

    /// One point per line that is not blank.
    static func points(_ form: FormFields, _ name: String) -> [String] {
        (form[name] ?? "").split(whereSeparator: \.isNewline).map(String.init).filter {
            !$0.allSatisfy(\.isWhitespace)
        }
    }

    private static func item(_ name: String, _ prefix: String) -> String? {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }
}
