import Contracts
import Foundation

/// Dates on Intake's pages.
enum Moments {
    static func text(_ moment: Date, _ zone: TimeZoneName) -> String { IndonesianDate.text(moment, in: zone) }
    static func day(_ moment: Date, _ zone: TimeZoneName) -> String { IndonesianDate.day(moment, in: zone) }
    static func text(_ day: Day) -> String { IndonesianDate.text(day) }
    static func machine(_ moment: Date, _ zone: TimeZoneName) -> String { IndonesianDate.machine(moment, in: zone) }
}
