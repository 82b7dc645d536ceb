"""Pages about accounts: doors and development mail, the account itself, its address, sign-ins, forms that were kept."""

from . import account, address, doors, kept, sign_ins
from .blueprint import blueprint

__all__ = ["account", "address", "blueprint", "doors", "kept", "sign_ins"]
