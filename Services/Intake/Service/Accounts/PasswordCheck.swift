import Contracts
import Passwords

