public import Contracts

/// The parts of a standard that programs read, in the words of the public.
public enum StandardWords {
    /// `14 hari kerja sejak berkas dinyatakan lengkap dan jelas`.
    public static func clock(_ standard: ServiceStandard) -> String {
        "\(standard.workingDays) hari kerja sejak berkas dinyatakan lengkap dan jelas"
    }

    /// What must have happened when the time is over.
    public static func milestone(_ milestone: ServiceStandard.Clock.Milestone) -> String {
        switch milestone {
        case .resultNotified: "hasil pemeriksaan sudah diberitahukan melalui semua saluran yang dijanjikan"
        case .letterIssued: "surat sudah disahkan"
        }
    }

    /// What an answered correction does to the clock.
    public static func afterCorrection(_ rule: ServiceStandard.AfterCorrection) -> String {
        switch rule {
        case .newClock: "Setelah perbaikan dinyatakan lengkap dan jelas, hitungan dimulai lagi dari awal"
        case .resume: "Setelah perbaikan dinyatakan lengkap dan jelas, hitungan dilanjutkan dengan sisa harinya"
        }
    }

    /// The name of a channel.
    public static func channel(_ channel: ServiceStandard.Channel) -> String {
        switch channel {
        case .email: "e-mail"
        case .whatsapp: "WhatsApp"
        case .portal: "portal"
        }
    }

    /// Hours of service, one line for each run of days with the same hours: `Senin–Kamis 08.00–15.30`.
    public static func hours(_ standard: ServiceStandard) -> [String] {
        guard let hours = standard.hours, hours.count == IndonesianDate.weekdays.count else {
            return Self.runs(standard.closingMinutes) { $0.map { "sampai \(Self.time($0))" } }
        }
        return Self.runs(hours) { $0.map { "\(Self.time($0.opens))–\(Self.time($0.closes))" } }
    }

    /// The name of one of the eight components that need not be published.
    public static func name(of kind: ServiceStandard.InternalComponent.Kind) -> String {
        switch kind {
        case .legalBasis: "Dasar hukum"
        case .facilities: "Sarana, prasarana, dan/atau fasilitas"
        case .competence: "Kompetensi pelaksana"
        case .supervision: "Pengawasan internal"
        case .staff: "Jumlah pelaksana"
        case .serviceGuarantee: "Jaminan pelayanan"
        case .safetyGuarantee: "Jaminan keamanan dan keselamatan pelayanan"
        case .evaluation: "Evaluasi kinerja pelaksana"
        }
    }

    /// Whether the unit's own words stand there.
    public static func origin(_ standard: ServiceStandard) -> String {
        standard.origin == .inherited
            ? "Turunan menurut tingkat unit; unit ini belum menyerahkan standarnya sendiri" : "Standar unit ini sendiri"
    }

    private static func runs<Hours: Equatable>(_ hours: [Hours], _ words: (Hours) -> String?) -> [String] {
        var lines: [String] = []
        var first = 0
        while first < min(hours.count, IndonesianDate.weekdays.count) {
            var last = first
            while last + 1 < min(hours.count, IndonesianDate.weekdays.count), hours[last + 1] == hours[first] {
                last += 1
            }
            let name =
                first == last
                ? IndonesianDate.weekdays[first] : "\(IndonesianDate.weekdays[first])–\(IndonesianDate.weekdays[last])"
            lines.append("\(name) \(words(hours[first]) ?? "tutup")")
            first = last + 1
        }
        return lines
    }

    /// `08.00`.
    private static func time(_ minutes: Int) -> String {
        func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return "\(padded(minutes / 60)).\(padded(minutes % 60))"
    }
}
