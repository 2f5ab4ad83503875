"""The small models learn what is there and ignore what is not."""

import numpy as np

from knowledge.calibration.linear_models import listwise, logistic

GROUPS = np.repeat(np.arange(60), 5)


def test_listwise_finds_the_column_that_matters() -> None:
    chance = np.random.default_rng(7)
    rows = chance.normal(size=(300, 3))
    wanted = np.zeros(300)
    for start in range(0, 300, 5):
        wanted[start + int(np.argmax(rows[start : start + 5, 1]))] = 1.0
    model = listwise(rows, wanted, GROUPS, penalty=1e-3)
    scores = model.score(rows).reshape(60, 5)
    assert (scores.argmax(axis=1) == rows[:, 1].reshape(60, 5).argmax(axis=1)).mean() > 0.9
    assert abs(model.weights[1]) > 5 * max(abs(model.weights[0]), abs(model.weights[2]))


def test_a_column_that_never_changes_weighs_nothing() -> None:
    rows = np.column_stack((np.ones(300), np.tile([1.0, 0, 0, 0, 0], 60)))
    model = listwise(rows, rows[:, 1], GROUPS, penalty=1e-3)
    assert model.weights[0] == 0.0


def test_logistic_gives_probabilities() -> None:
    chance = np.random.default_rng(7)
    rows = chance.normal(size=(4000, 2))
    right = (chance.random(4000) < 1 / (1 + np.exp(-(2 * rows[:, 0] - 1)))).astype(float)
    model = logistic(rows, right, np.ones(4000), penalty=1e-4)
    assert abs(model.weights[0] - 2) < 0.25
    assert abs(model.bias + 1) < 0.2
    assert abs(model.weights[1]) < 0.15


def test_groups_that_count_more_decide_where_they_disagree() -> None:
    rows = np.tile([[1.0, 0.0], [0.0, 1.0]], (60, 1))
    wanted = np.concatenate((np.tile([1.0, 0.0], 30), np.tile([0.0, 1.0], 30)))
    weight = np.concatenate((np.full(30, 3.0), np.full(30, 1.0)))
    model = listwise(rows, wanted, np.repeat(np.arange(60), 2), penalty=1e-3, weight=weight)
    scores = model.score(rows[:2])
    assert scores[0] > scores[1]
    alike = listwise(rows, wanted, np.repeat(np.arange(60), 2), penalty=1e-3).score(rows[:2])
    assert abs(alike[0] - alike[1]) < 1e-6
