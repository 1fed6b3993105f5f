import Foundation
import PersonalData
import Testing

@testable import Intake

@Suite("What is said about personal data")
struct PersonalDataPageTests {
    @Test("Everybody can read which data is asked for today, why and how long, and the hours of the law")
    func page() async throws {
        let register = try PersonalDataRegister.bundled()
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let answer = try await door.visitor().get("/data-pribadi")
                #expect(answer.status == 200)
                for field in register.fields where field.isCollected {
                    #expect(answer.text.contains(">" + field.label.replacing("\"", with: "&quot;")), "\(field.id)")
                }
                #expect(answer.text.contains("Disabilitas") == false)
                #expect(answer.text.contains("Buku tamu") == false)
                for duty in register.duties where duty.id != .breach { #expect(answer.text.contains(duty.words)) }
                #expect(answer.text.contains("72 jam sejak permintaan Anda diterima"))
                #expect(answer.text.contains("kapan dan bagaimana terungkap"))
                #expect(answer.text.contains("Pasal 46"))
                // What nobody has decided is not hidden.
                #expect(register.undecided.allSatisfy { answer.text.contains($0.words) })
            }
        }
    }

    @Test("Every page leads there, and so does the page that asks for the first data")
    func links() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                #expect(try await visitor.get("/katalog").text.contains(#"<a href="/data-pribadi">"#))
                let register = try await visitor.get("/daftar").text
                #expect(register.components(separatedBy: #"<a href="/data-pribadi">"#).count == 3)
            }
        }
    }
}
