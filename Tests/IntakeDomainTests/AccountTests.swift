import Contracts
import Foundation
import IntakeDomain
import Testing

@Suite("Accounts")
struct AccountTests {
    @Test("A registration names every field at fault")
    func faults() {
        let problem = #expect(throws: Problem.self) {
            try Registration(name: " ", institution: "a\u{7}b", email: "x", mobile: "021 123", password: "pendek")
        }
        #expect(problem?.errors.map(\.field) == ["nama", "instansi", "email", "ponsel", "sandi"])
        #expect(problem?.status == 422)
    }

    @Test("A registration keeps names without blanks around them and numbers in international form")
    func sound() throws {
        let registration = try Registration(
            name: " Siti ", institution: "BPS", email: " Siti@X.go.id ", mobile: "0812-3456-7890",
            password: "kata sandi panjang")
        #expect(registration.name == "Siti")
        #expect(registration.email == "Siti@X.go.id")
        #expect(Registration.key(of: registration.email) == "siti@x.go.id")
        #expect(registration.mobile == "6281234567890")
    }

    @Test(
        "Mobile numbers are read in the ways people write them",
        arguments: [
            ("0812 3456 7890", "6281234567890"), ("+62 812-3456-7890", "6281234567890"),
            ("81234567890", "6281234567890"),
            ("6281234567890", "6281234567890"), ("021 5551234", nil), ("08", nil), ("0812345678901234", nil),
            ("08x23456789", nil), ("", nil), ("٠٨١٢٣٤٥٦٧٨٩", nil),
        ] as [(String, String?)])
    func mobile(text: String, digits: String?) { #expect(MobileNumber(text)?.digits == digits) }

    @Test(
        "Passwords are judged by length",
        arguments: [
            ("", ["too-short"]), ("123456789", ["too-short"]), ("aaaaaaaaaaaa", ["too-simple"]),
            ("sepuluh 10", []), (String(repeating: "abcd", count: 51), ["too-long"]),
        ])
    func password(text: String, codes: [String]) { #expect(PasswordRule.problems(text).map(\.code) == codes) }

    @Test("Five failures lock an account for a quarter of an hour, then it is open again")
    func lock() {
        let lock = SignInLock.account
        let start = Date(timeIntervalSince1970: 1_000)
        var failures: SignInLock.Failures?
        for _ in 0..<5 {
            #expect(lock.wait(failures, now: start) == nil)
            failures = lock.counting(failures, now: start)
        }
        #expect(lock.wait(failures, now: start) == 900)
        #expect(lock.wait(failures, now: start.addingTimeInterval(899)) == 1)
        #expect(lock.wait(failures, now: start.addingTimeInterval(900)) == nil)
        #expect(lock.counting(failures, now: start.addingTimeInterval(900)).count == 1)
    }

    @Test("An applicant of the portal is checked field by field")
    func portal() {
        let problem = #expect(throws: Problem.self) {
            try PortalAccount(
                PortalApplicant(
                    portalAccountId: "", name: Personal("a\nb"), institution: String(repeating: "x", count: 301),
                    email: Personal("a@b"), mobile: Personal("1")))
        }
        #expect(
            problem?.errors.map(\.field) == [
                "applicant/portalAccountId", "applicant/name", "applicant/institution", "applicant/email",
                "applicant/mobile",
            ])
    }
}
