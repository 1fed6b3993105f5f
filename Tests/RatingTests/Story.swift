import Contracts
import Crypto
import Foundation

@testable import Rating

/// The events that Rating hears of one case.
struct Story: Sendable {
    let caseID: CaseID = IdentifierSource.system.next(at: Date())
    let letterID: LetterID = IdentifierSource.system.next(at: Date())
    let at: Date
    var unit = UnitCode("6104")!

    init(at: Date) { self.at = at }

    var standard: StandardPublished {
        StandardPublished(
            unit: BPSUnit(
                code: self.unit, name: "Kabupaten Mempawah", level: .kabkota, parent: UnitCode("6100"), zone: .wib),
            standard: ServiceStandard(
                id: "6104@1", unit: self.unit, version: 1, effectiveFrom: Day("2026-01-01")!, source: "uji",
                serviceName: "Rekomendasi", place: [], contacts: [], requirements: [], procedures: [], timeText: "",
                workingDays: 14, afterCorrection: .newClock, channels: [.email], fee: "Gratis", products: [],
                signerOffice: "Kepala", letterhead: [], letterPlace: "Mempawah", complaintChannels: [],
                closingMinutes: [960, 960, 960, 960, 990, nil, nil], zone: .wib, settled: []), publishedAt: self.at)
    }

    var calendar: CalendarPublished {
        CalendarPublished(
            calendar: CalendarVersion(
                version: 1, coveredFrom: Day("2026-01-01")!, coveredUntil: Day("2026-12-31")!,
                daysOff: [
                    CalendarVersion.DayOff(
                        day: Day("2026-08-17")!, kind: .nationalHoliday, name: "Kemerdekaan", source: "SKB")
                ]), publishedAt: self.at)
    }

    var opened: CaseOpened {
        CaseOpened(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", unit: self.unit, standard: "6104@1",
            applicantId: IdentifierSource.system.next(at: self.at), title: "Survei <Harapan>", year: 2026,
            institution: "Dinas Contoh", openedAt: self.at)
    }

    var letterIssued: CaseLetterIssued {
        CaseLetterIssued(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", letterId: self.letterID,
            applicantId: IdentifierSource.system.next(at: self.at), unit: self.unit, title: "Survei <Harapan>",
            year: 2026, institution: "Dinas Contoh", recommendationNumber: "V-26.6104.001", letterNumber: "B-1",
            verificationCode: "A", sha256: "00", size: 1, issuedAt: self.at,
            signedBy: Actor(personId: IdentifierSource.system.next(at: self.at), name: "Kepala", unit: self.unit),
            signerOffice: "Kepala")
    }

    var refused: CaseRefused {
        CaseRefused(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", letterId: self.letterID,
            applicantId: IdentifierSource.system.next(at: self.at), unit: self.unit, title: "Survei <Harapan>",
            year: 2026, institution: "Dinas Contoh", reasons: ["Sama"], letterNumber: "B-1", verificationCode: "A",
            sha256: "00", size: 1, issuedAt: self.at,
            signedBy: Actor(personId: IdentifierSource.system.next(at: self.at), name: "Kepala", unit: self.unit),
            signerOffice: "Kepala")
    }

    var delivered: DeliveryCompleted {
        DeliveryCompleted(
            caseId: self.caseID, letterId: self.letterID,
            channels: [ChannelOutcome(channel: .email, state: .handedOver)], completedAt: self.at)
    }

    var completed: CaseCompleted { CaseCompleted(caseId: self.caseID, rated: true, completedAt: self.at) }

    /// The token as Notify makes it.
    var token: String {
        let id = withUnsafeBytes(of: self.caseID.uuid.uuid) { Data($0) }
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("layak rating link v1\u{0}".utf8) + id, using: SymmetricKey(data: Data(repeating: 7, count: 32)))
        return (id + Data(code).prefix(16)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
