import Foundation

/// Where Intake's templates are; tests render with them too.
enum IntakeBundle {
    static let templates = Bundle.module
}
