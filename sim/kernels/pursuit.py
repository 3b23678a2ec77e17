"""Pursuit: an edition that is not delivered is reminded of, criticised, and filled in.

ODD 5.7.
"""

from __future__ import annotations

import math

from sim.enums import DAY_TICKS, NOBODY, Account, Count, Stage, Work
from sim.kernels.editions import count_late, count_patched, in_window
from sim.kernels.jit import kernel
from sim.kernels.scrutiny import raise_attention
from sim.kernels.tasks import MOST_PIECES, add_lot, front_worker, ticks
from sim.streams import NUMBER, draw

REMINDER_STREAM, SPARED_STREAM = NUMBER["reminder"], NUMBER["spared"]
PURSUED_FIRST = 5 * 10**14
PIECES_OF_AN_EDITION = 3 * MOST_PIECES
TASKS_OF_A_PURSUIT = 7 * MOST_PIECES
"""A reminder, a criticism, three lots of the edition, two of arrears."""


@kernel
def expect(state, c, obligation, day):
    """Note when the edition that falls due today would be reminded of."""
    pursuit = state.pursuits[c, obligation]
    span = state.cadences[state.obligations[obligation].cadence].span
    pursuit.remind_on = day + math.ceil(span + state.parameters[0].remind_days)
    pursuit.reminded = False


@kernel
def noticed(state, c, obligation):
    """Whether somebody above notices that the present edition is not there."""
    released = state.forms[c, obligation].released
    u, _ = draw(state.keys[REMINDER_STREAM], (c << 32) + obligation, released, 0)
    return u < state.parameters[0].reminded


@kernel
def pursue(state, c, obligation, day):
    """Remind and criticise; return whether nothing of the present edition is left to do."""
    pursuit = state.pursuits[c, obligation]
    form = state.forms[c, obligation]
    done = False
    if pursuit.remind_on == day and form.stage != Stage.NONE and noticed(state, c, obligation):
        remind(state, c, obligation, day)
        done = make_urgent(state, c, obligation, day)
    if pursuit.criticise_on == day and not spared(state, c, obligation, day):
        criticise(state, c, obligation, day)
        if not done and form.stage != Stage.NONE and pursuit.reminded:
            done = fill_in(state, c, obligation, day)
    return done


@kernel
def spared(state, c, obligation, day):
    """Whether a criticism that is due today is not written."""
    u, _ = draw(state.keys[SPARED_STREAM], (c << 32) + obligation, day, 0)
    return u >= state.policies[c].criticised


@kernel
def remind(state, c, obligation, day):
    """A call to the line holder; the first one of a pursuit sets the day of the criticism."""
    parameters = state.parameters[0]
    pursuit = state.pursuits[c, obligation]
    pursuit.reminded = True
    if pursuit.criticise_on == NOBODY:
        pursuit.criticise_on = day + max(1, math.ceil(parameters.criticism_days))
    if in_window(state, c, obligation):
        state.counts[c, Count.FORMS_REMINDED] += 1
    urgent_lot(state, c, obligation, day, Work.REMINDER, ticks(parameters.reminder_minutes), 0)


@kernel
def urgent_lot(state, c, obligation, day, work, length, stamp):
    """A lot for today that comes before all but callers and emergencies; returns its pieces."""
    community = state.communities[c]
    head_only = work == Work.CRITICISM
    holder = front_worker(community, state.obligations[obligation].department)
    return add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(state.parameters[0].piece_ticks),
        work=work,
        owner=0 if head_only else holder,
        turn=False,
        head_only=head_only and community.front > 0,
        subject=obligation,
        stamp=stamp,
        length=length,
        key=day * DAY_TICKS - PURSUED_FIRST,
        release=day * DAY_TICKS,
        due=float(day),
    )


@kernel
def rest(state, c, obligation, step):
    """Ticks left of the edition of that step: to ask, filled in already, at the desk."""
    form = state.forms[c, obligation]
    tasks = state.tasks[c]
    asking = 0
    patched = 0
    desk = form.desk if form.stage == Stage.ASKING else 0
    for place in range(state.pursuits[c, obligation].pieces):
        task = tasks[state.pieces[c, obligation, place]]
        if task.subject != obligation or task.stamp != step:
            continue
        if task.work == Work.FORM_ASKING:
            asking += task.remaining
        elif task.work == Work.PATCHWORK:
            patched += task.remaining
        elif task.work == Work.FORM_DESK:
            desk += task.remaining
    return asking, patched, desk


@kernel
def note_pieces(state, c, obligation, count):
    """Note where the last tasks that were made are: they are pieces of the present edition."""
    if not state.parameters[0].pursuit:
        return
    pursuit = state.pursuits[c, obligation]
    slot = state.communities[c].waiting_task
    for _ in range(count):
        place = 0
        while place < pursuit.pieces and state.pieces[c, obligation, place] != slot:
            place += 1
        state.pieces[c, obligation, place] = slot
        pursuit.pieces = max(pursuit.pieces, place + 1)
        slot = state.tasks[c, slot].left


@kernel
def edition_lot(state, c, obligation, day, work, length):
    """An urgent lot of the present edition."""
    form = state.forms[c, obligation]
    pieces = urgent_lot(state, c, obligation, day, work, length, form.step)
    note_pieces(state, c, obligation, pieces)
    form.left += pieces


@kernel
def make_urgent(state, c, obligation, day):
    """Make the rest of the edition anew, for today; return whether nothing is left of it."""
    form = state.forms[c, obligation]
    asking, patched, desk = rest(state, c, obligation, form.step)
    begin_anew(state, c, obligation)
    edition_lot(state, c, obligation, day, Work.FORM_ASKING, asking)
    edition_lot(state, c, obligation, day, Work.PATCHWORK, patched)
    edition_lot(state, c, obligation, day, Work.FORM_DESK, desk)
    return form.left == 0


@kernel
def begin_anew(state, c, obligation):
    """What was made of the edition is void; what is left of it is made anew."""
    form = state.forms[c, obligation]
    form.step += 1
    form.stage = Stage.DESK
    form.left = 0
    state.pursuits[c, obligation].pieces = 0


@kernel
def criticise(state, c, obligation, day):
    """The head answers a written criticism, and the department looks closer."""
    length = ticks(state.parameters[0].criticism_minutes)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.FORMS_CRITICISED] += 1
    urgent_lot(state, c, obligation, day, Work.CRITICISM, length, 0)
    raise_attention(state, c, state.obligations[obligation].department, day)


@kernel
def from_old_figures(state, c, obligation, day, step):
    """Ticks to fill in the rest of the edition from old figures, which makes it a patched one."""
    form = state.forms[c, obligation]
    asking, patched, desk = rest(state, c, obligation, step)
    filled = math.floor(state.parameters[0].patchwork_minutes * (asking + desk) + 0.5)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.SPARED_TICKS] += asking + desk - filled
        state.accounts[c, obligation, Account.SPARED] += asking + desk - filled
    count_patched(state, c, obligation, day)
    form.patched = True
    return filled + patched


@kernel
def fill_in(state, c, obligation, day):
    """Fill in the rest of the edition after the criticism; return whether nothing is left of it."""
    form = state.forms[c, obligation]
    length = from_old_figures(state, c, obligation, day, form.step)
    begin_anew(state, c, obligation)
    edition_lot(state, c, obligation, day, Work.PATCHWORK, length)
    return form.left == 0


@kernel
def put_in_arrears(state, c, obligation, day):
    """The next edition falls due: the present one stays due beside it, filled in."""
    pursuit = state.pursuits[c, obligation]
    form = state.forms[c, obligation]
    if not pursuit.reminded:
        remind(state, c, obligation, day)
    count_late(state, c, obligation, day)
    length = from_old_figures(state, c, obligation, day, form.step - 1)
    pursuit.editions += 1
    pursuit.redo = form.asking + form.desk
    pursuit.owed += pursuit.redo
    pursuit.left += urgent_lot(state, c, obligation, day, Work.ARREARS, length, form.ends)


@kernel
def end_if_delivered(state, c, obligation):
    """A pursuit ends when all that was reminded of, or is in arrears, is delivered."""
    pursuit = state.pursuits[c, obligation]
    late = state.forms[c, obligation].stage != Stage.NONE and pursuit.reminded
    if pursuit.editions == 0 and not late:
        pursuit.criticise_on = NOBODY


@kernel
def pursued_today(state, c, obligation, day):
    """Whether a form may be reminded of, criticised or put in arrears today."""
    pursuit = state.pursuits[c, obligation]
    form = state.forms[c, obligation]
    on_its_day = pursuit.remind_on == day or pursuit.criticise_on == day
    return form.active and (on_its_day or (form.due <= day and form.stage != Stage.NONE))
