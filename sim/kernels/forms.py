"""Forms: what an edition costs, from falling due to the department's copy.

ODD 5.2, 5.3, 5.7, 7.8, 12.3, 12.7.
"""

from __future__ import annotations

import math

from sim.enums import (
    DAY_TICKS,
    RECORD_BASE,
    YEAR_DAYS,
    Account,
    Burden,
    Cadence,
    Count,
    Stage,
    Work,
)
from sim.kernels.editions import count_late, count_missed
from sim.kernels.jit import entry, kernel
from sim.kernels.lifespan import listed
from sim.kernels.pursuit import end_if_delivered, expect, note_pieces, noticed, put_in_arrears
from sim.kernels.scrutiny import raise_attention
from sim.kernels.tasks import add_lot, front_worker, ticks, upward_key
from sim.streams import NUMBER, draw

PATCHWORK_STREAM, OLD_FORM = NUMBER["patchwork"], NUMBER["old form"]


@kernel
def table_serves(state, c, department):
    """Whether the one table serves this department here."""
    policy = state.policies[c]
    return policy.pool and policy.table and state.departments[department].connected


@kernel
def cockpit_serves(state, c):
    """Whether the community's own data cockpit serves."""
    return state.policies[c].pool and state.policies[c].cockpit


@kernel
def keeps_old_form(state, c, obligation):
    """Whether a connected department still demands the old form of an obligation."""
    u, _ = draw(state.keys[OLD_FORM], obligation, 0, 0)
    return u < state.policies[c].old_form_share


@kernel
def exchanges(state, c, department):
    """Whether a department shares with others what it receives from here."""
    return state.policies[c].exchange and state.departments[department].exchanging


@kernel
def changed_since(churn, day, last):
    """Share of records that changed since a day."""
    return 1.0 - math.exp(-churn * (day - last) / YEAR_DAYS)


@entry
def form_minutes(state, c, obligation, day, records):
    """Minutes of one edition: ask, read, type, retype, compile.

    Sets the notes, and the pool where it serves, to `day`.
    """
    parameters = state.parameters[0]
    policy = state.policies[c]
    form = state.obligations[obligation]
    here = state.forms[c, obligation]
    department = form.department
    served = table_serves(state, c, department)
    own_base = cockpit_serves(state, c)
    shares = exchanges(state, c, department)
    reuse = policy.cockpit_reuse if own_base else parameters.notes_reuse
    unasked = 1.0
    typed = 0.0
    retyped = 0.0
    old_typed = 0.0
    old_retyped = 0.0
    everybody = state.departments.shape[0]
    core = int(parameters.core_items)
    churns, shared, pooled = state.churn, state.shared, state.pooled[department]
    copies, notes, pool = state.copies[c, department], state.notes[c], state.pool[c]
    for item in range(int(parameters.items)):
        if not (here.items >> item) & 1:
            continue
        row = everybody if item < core else department
        churn = churns[row, item]
        since_copy = changed_since(churn, day, copies[item])
        since_notes = changed_since(churn, day, notes[row, item])
        exchanged = shares and item < core
        if exchanged:
            since_copy *= 1.0 - policy.exchange_feed
            since_notes *= 1.0 - policy.exchange_feed
        ask = since_notes + (since_copy - since_notes) * (1.0 - reuse)
        type_ = since_copy
        retype = 0.0
        if form.roster and not exchanged:
            retype = 1.0 - since_copy
            if shared[item]:
                ask += parameters.reask_share * (1.0 - since_copy)
        if own_base:
            ask *= 1.0 - policy.cockpit_byproduct
        old_typed += type_
        old_retyped += retype
        if served and pooled[item]:
            since_pool = changed_since(churn, day, pool[row, item])
            if policy.ask_once:
                ask = since_pool * (1.0 - policy.feed_share) * (1.0 - policy.byproduct_share)
            if policy.type_once:
                type_ = since_pool * (1.0 - policy.feed_share)
                retype = 0.0
            pool[row, item] = day
        notes[row, item] = day
        unasked *= 1.0 - ask
        typed += type_
        retyped += retype
    static = 1.0 - form.dynamic
    counted = form.dynamic * here.item_count
    entering = parameters.enter_minutes * records
    compile_minutes = parameters.compile_minutes * state.cadences[form.cadence].compile
    old_form = served and keeps_old_form(state, c, obligation)
    source = 1.0 - policy.source_share if served and policy.type_once else 1.0
    type_minutes = entering * (static * typed + counted * source)
    retype_minutes = entering * static * retyped
    if old_form:
        type_minutes += entering * (static * old_typed + counted)
        retype_minutes += entering * static * old_retyped
    elif served and policy.export:
        compile_minutes = min(policy.export_minutes, compile_minutes)
    elif own_base:
        compile_minutes = min(policy.cockpit_export, compile_minutes)
    ask_minutes = parameters.contact_minutes * (records * (1.0 - unasked))
    return ask_minutes, parameters.read_minutes, type_minutes, retype_minutes, compile_minutes


@kernel
def standard_ticks(state, c, obligation, records):
    """Ticks of an edition by the standard cost model: one period old, without pool or notes."""
    parameters = state.parameters[0]
    kind = state.obligations[obligation]
    here = state.forms[c, obligation]
    cadence = state.cadences[kind.cadence]
    everybody = state.departments.shape[0]
    unasked = 1.0
    typed = 0.0
    retyped = 0.0
    for item in range(int(parameters.items)):
        if not (here.items >> item) & 1:
            continue
        row = everybody if item < parameters.core_items else kind.department
        changed = 1.0 - math.exp(-state.churn[row, item] * cadence.period / YEAR_DAYS)
        ask = changed
        if kind.roster and state.shared[item]:
            ask += parameters.reask_share * (1.0 - changed)
        unasked *= 1.0 - ask
        typed += changed
        if kind.roster:
            retyped += 1.0 - changed
    static = 1.0 - kind.dynamic
    entering = parameters.enter_minutes * records
    standard = ticks(parameters.contact_minutes * (records * (1.0 - unasked)))
    standard += ticks(parameters.read_minutes)
    standard += ticks(entering * (static * typed + kind.dynamic * here.item_count))
    standard += ticks(entering * static * retyped)
    standard += ticks(parameters.compile_minutes * cadence.compile)
    return standard


@kernel
def enter_demand(state, c, obligation, records, demanded):
    """Enter an edition of so many ticks in the account of the form."""
    account = state.accounts[c, obligation]
    department = state.obligations[obligation].department
    standard = standard_ticks(state, c, obligation, records)
    account[Account.DUE] += 1
    account[Account.STANDARD] += standard
    account[Account.DEMANDED] += demanded
    served = table_serves(state, c, department) or cockpit_serves(state, c)
    if served or exchanges(state, c, department):
        account[Account.POOLED] += standard - demanded


@kernel
def fall_due(state, c, obligation, day):
    """Release the next edition of a form; an unfinished one is put in arrears, or missed."""
    community = state.communities[c]
    parameters = state.parameters[0]
    form = state.forms[c, obligation]
    kind = state.obligations[obligation]
    cadence = state.cadences[kind.cadence]
    measured = day >= state.clock[0].first_measured
    form.edition += 1
    form.step += 1
    form.due = math.floor((kind.phase + (form.edition + 1)) * cadence.period)
    if not form.active:
        return
    community.period_forms += 1
    if measured:
        state.counts[c, Count.FORMS_DUE] += 1
    if form.stage != Stage.NONE:
        if parameters.pursuit and noticed(state, c, obligation):
            put_in_arrears(state, c, obligation, day)
        else:
            count_missed(state, c, obligation, day)
    records = form.records * community.people / RECORD_BASE
    ask, read, type_, retype, compile_ = form_minutes(state, c, obligation, day, records)
    if measured:
        burden = state.burden[c, listed(form, day)]
        burden[Burden.ASK] += ticks(ask)
        burden[Burden.READ] += ticks(read)
        burden[Burden.TYPE] += ticks(type_)
        burden[Burden.RETYPE] += ticks(retype)
        burden[Burden.COMPILE] += ticks(compile_)
    if parameters.pursuit:
        expect(state, c, obligation, day)
        if state.pursuits[c, obligation].left == 0 and state.pursuits[c, obligation].editions > 0:
            deliver_arrears(state, c, obligation, day)
    form.released = day
    form.patched = False
    form.asking = ticks(ask)
    form.desk = ticks(read + type_ + retype + compile_)
    form.key = upward_key(day * DAY_TICKS, cadence.span, parameters.weight)
    if measured:
        enter_demand(state, c, obligation, records, form.asking + form.desk)
    daily = kind.cadence == Cadence.DAILY
    asker = kind.department if daily else obligation + form.edition
    form.stage = Stage.ASKING
    form.left = add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        work=Work.FORM_ASKING,
        owner=front_worker(community, asker),
        turn=not daily,
        head_only=False,
        subject=obligation,
        stamp=form.step,
        length=form.asking,
        key=form.key,
        release=day * DAY_TICKS,
        due=day + cadence.span,
    )
    state.pursuits[c, obligation].pieces = 0
    note_pieces(state, c, obligation, form.left)
    if daily or form.left == 0:
        to_desk(state, c, obligation, day, day)


@kernel
def to_desk(state, c, obligation, day, release_day):
    """Pass the form to the desk of the line holder."""
    community = state.communities[c]
    form = state.forms[c, obligation]
    form.stage = Stage.DESK
    pieces = add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(state.parameters[0].piece_ticks),
        work=Work.FORM_DESK,
        owner=front_worker(community, state.obligations[obligation].department),
        turn=False,
        head_only=False,
        subject=obligation,
        stamp=form.step,
        length=form.desk,
        key=form.key,
        release=release_day * DAY_TICKS,
        due=form.released + state.cadences[state.obligations[obligation].cadence].span,
    )
    note_pieces(state, c, obligation, pieces)
    form.left += pieces
    if form.left == 0:
        deliver(state, c, obligation, day)


@kernel
def deliver(state, c, obligation, day):
    """The department receives the form, as of the day it fell due."""
    form = state.forms[c, obligation]
    kind = state.obligations[obligation]
    form.stage = Stage.NONE
    span = state.cadences[kind.cadence].span
    if day > form.released + span:
        count_late(state, c, obligation, day)
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.DELIVERED_TICKS] += form.asking + form.desk
        state.accounts[c, obligation, Account.DELIVERED] += form.asking + form.desk
    if state.parameters[0].pursuit:
        end_if_delivered(state, c, obligation)
    if form.patched:
        check_patchwork(state, c, obligation, day, form.asking + form.desk)
    else:
        take_copies(state, c, obligation, form.released)


@kernel
def arrears_piece_done(state, c, obligation, day):
    """A piece of editions in arrears is done; after the last one all of them are delivered."""
    state.pursuits[c, obligation].left -= 1
    if state.pursuits[c, obligation].left == 0:
        deliver_arrears(state, c, obligation, day)


@kernel
def deliver_arrears(state, c, obligation, day):
    """The department receives all editions in arrears, filled in from old figures."""
    pursuit = state.pursuits[c, obligation]
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.DELIVERED_TICKS] += pursuit.owed
        state.accounts[c, obligation, Account.DELIVERED] += pursuit.owed
    pursuit.editions = 0
    pursuit.owed = 0
    end_if_delivered(state, c, obligation)
    check_patchwork(state, c, obligation, day, pursuit.redo)


@kernel
def take_copies(state, c, obligation, day):
    """Set the department's copies of the obligation's items to a day."""
    parameters = state.parameters[0]
    department = state.obligations[obligation].department
    items = state.forms[c, obligation].items
    shares = exchanges(state, c, department)
    for item in range(int(parameters.items)):
        if not (items >> item) & 1:
            continue
        state.copies[c, department, item] = day
        if shares and item < parameters.core_items:
            for other in range(state.departments.shape[0]):
                if state.departments[other].exchanging:
                    state.copies[c, other, item] = max(state.copies[c, other, item], day)


@kernel
def check_patchwork(state, c, obligation, day, redo):
    """A check may find, some days later, that the form was filled in from old figures."""
    parameters = state.parameters[0]
    form = state.forms[c, obligation]
    u, v = draw(state.keys[PATCHWORK_STREAM], (c << 32) + obligation, day, 0)
    if u < parameters.patchwork_found and form.sent_back_on <= day:
        form.sent_back_on = day + math.ceil(v * parameters.patchwork_found_days)
        form.redo = redo


@kernel
def send_back(state, c, obligation, day):
    """A patched form was found: it is redone at once, and its department inspects more."""
    community = state.communities[c]
    parameters = state.parameters[0]
    form = state.forms[c, obligation]
    department = state.obligations[obligation].department
    morning = day * DAY_TICKS
    if day >= state.clock[0].first_measured:
        state.counts[c, Count.FORMS_SENT_BACK] += 1
    raise_attention(state, c, department, day)
    form.redo_day = day
    form.redo_left += add_lot(
        community=community,
        tasks=state.tasks[c],
        piece=int(parameters.piece_ticks),
        work=Work.REDO,
        owner=front_worker(community, department),
        turn=False,
        head_only=False,
        subject=obligation,
        stamp=form.ends,
        length=form.redo,
        key=morning,
        release=morning,
        due=float(day),
    )
    if form.redo_left == 0:
        take_copies(state, c, obligation, day)


@kernel
def redo_piece_done(state, c, obligation):
    """A piece of redone work is done; after the last one the copies are new."""
    form = state.forms[c, obligation]
    form.redo_left -= 1
    if form.redo_left == 0:
        take_copies(state, c, obligation, form.redo_day)
