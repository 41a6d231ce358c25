"""Microsoft Teams as a place: activities come in, Adaptive Cards go out."""

from adapters.teams.connector import Answered, Connector, NotTeams
from adapters.teams.core import Core
from adapters.teams.framework import Framework, Passport, passport
from adapters.teams.listen import PATH, Listening, make_app
from adapters.teams.reference import Reference, UnreadableReference
from adapters.teams.settings import (
    Certificate,
    ManagedIdentity,
    NotStartable,
    Secret,
    TeamsSettings,
    must_be_startable,
)
from adapters.teams.signing_keys import SigningKeys
from adapters.teams.tokens import Doorkeeper

__all__ = [
    "PATH",
    "Answered",
    "Certificate",
    "Connector",
    "Core",
    "Doorkeeper",
    "Framework",
    "Listening",
    "ManagedIdentity",
    "NotStartable",
    "NotTeams",
    "Passport",
    "Reference",
    "Secret",
    "SigningKeys",
    "TeamsSettings",
    "UnreadableReference",
    "make_app",
    "must_be_startable",
    "passport",
]
