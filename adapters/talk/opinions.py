"""Opinions and questionnaires in the talk: their actions, who of them looks before all others, and their own pages."""

from rasa_sdk.interfaces import Action

from adapters.services.program import Services
from adapters.web.links import LinkPurpose
from adapters.web.personal_door import PersonalDoor
from adapters.wechat.courier import CHANNEL
from bot.clock import Clock
from handlers.cases import CaseAddress
from handlers.opinions.intake import actions as opinions
from handlers.opinions.intake.entrance import StartOpinion
from handlers.opinions.intake.speeches import OpinionSpeeches
from handlers.questionnaires.intake import actions as questionnaires
from handlers.questionnaires.intake.actions import StartQuestionnaire
from handlers.talk.precedence import Look
from handlers.texts import Texts


class OpinionTalk:
    """Builds what both slices say."""

    def __init__(
        self, services: Services, *, texts: Texts, clock: Clock, door: PersonalDoor, receipt: CaseAddress
    ) -> None:
        self._services = services
        self._texts = texts
        self._door = door
        self._receipt = receipt
        speeches = OpinionSpeeches(texts, page=self._draft_page, document=door.links.document)
        self._opinion = StartOpinion(texts, service=services.opinions.service, speeches=speeches, clock=clock)
        self._questionnaire = StartQuestionnaire(
            texts, service=services.questionnaires.service, page=self._questionnaire_page
        )

    def actions(self) -> list[Action]:
        """Give every action of both."""
        return [
            *opinions.actions(
                self._texts,
                service=self._services.opinions.service,
                start=self._opinion,
                address=self._receipt,
            ),
            *questionnaires.actions(
                self._texts, service=self._services.questionnaires.service, start=self._questionnaire
            ),
        ]

    def looks(self) -> tuple[Look, ...]:
        """Give those of them that look before anything else is made of a message."""
        return self._opinion.look, self._questionnaire.look

    def _draft_page(self, citizen: str, number: str) -> str:
        """Give the page of a draft; citizens of other channels have the open one, which knows nobody."""
        if not self._door.opens_for(citizen):
            return self._door.links.open_page(LinkPurpose.OPINION, number)
        return self._door.address(LinkPurpose.OPINION, number, channel=CHANNEL, citizen=citizen)

    def _questionnaire_page(self, citizen: str, number: str) -> str:
        """Give the page of a questionnaire; without knowing who answers there is none."""
        if not self._door.opens_for(citizen):
            return ""
        return self._door.address(LinkPurpose.QUESTIONNAIRE, number, channel=CHANNEL, citizen=citizen)
