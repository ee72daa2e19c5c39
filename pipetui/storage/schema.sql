-- Generated from tables.py by `python -m pipetui.storage.schema`. Do not edit.

CREATE TABLE answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    UNIQUE (kind, scope, question)
);

CREATE TABLE draft (
    id INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    record_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    fields VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (person, form, record_id)
);

CREATE TABLE look (
    id INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (person)
);

CREATE TABLE pace (
    id INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_pace_person ON pace (person, kind, id);

CREATE TABLE person (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    UNIQUE (folded)
);

CREATE TABLE record (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    UNIQUE (uid)
);

CREATE TABLE absence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    person_id INTEGER NOT NULL,
    first DATE NOT NULL,
    last DATE NOT NULL,
    cover_id INTEGER,
    UNIQUE (uid),
    FOREIGN KEY(person_id) REFERENCES person (id),
    FOREIGN KEY(cover_id) REFERENCES person (id)
);

CREATE INDEX ix_absence_cover_id ON absence (cover_id);

CREATE INDEX ix_absence_person_id ON absence (person_id);

CREATE TABLE action (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    by_id INTEGER,
    name VARCHAR NOT NULL,
    undone_by INTEGER,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(by_id) REFERENCES person (id),
    FOREIGN KEY(undone_by) REFERENCES action (id)
);

CREATE INDEX ix_action_by_id ON action (by_id);

CREATE TABLE contact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    record_id INTEGER NOT NULL,
    name VARCHAR,
    role VARCHAR,
    email VARCHAR,
    phone VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_contact_record_id ON contact (record_id);

CREATE TABLE deal (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    company VARCHAR,
    company_ref VARCHAR,
    external_source VARCHAR,
    external_id VARCHAR,
    owner_id INTEGER,
    amount_minor BIGINT,
    currency VARCHAR,
    amount_rank BIGINT NOT NULL,
    source VARCHAR,
    close_date DATE,
    created_at BIGINT,
    created_rank BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    last_activity DATE,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    closed_at BIGINT,
    stage VARCHAR NOT NULL,
    crm_stage VARCHAR,
    previous_id INTEGER,
    cycle INTEGER NOT NULL,
    handled_at BIGINT,
    sla_at BIGINT,
    no_step_at BIGINT,
    overdue_at BIGINT,
    stalled_at BIGINT,
    due_at BIGINT,
    wake_at BIGINT,
    wakes BOOLEAN NOT NULL,
    flagged_at BIGINT,
    clear_at BIGINT,
    handled_until DATE,
    PRIMARY KEY (id),
    FOREIGN KEY(id) REFERENCES record (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES person (id),
    FOREIGN KEY(previous_id) REFERENCES deal (id)
);

CREATE INDEX ix_deal_clear ON deal (clear_at) WHERE clear_at IS NOT NULL;

CREATE INDEX ix_deal_due ON deal (due_at) WHERE due_at IS NOT NULL;

CREATE UNIQUE INDEX ix_deal_external ON deal (external_source, external_id) WHERE external_id IS NOT NULL;

CREATE INDEX ix_deal_flagged ON deal (flagged_at) WHERE flagged_at IS NOT NULL;

CREATE INDEX ix_deal_handled ON deal (clear_at) WHERE handled_until IS NOT NULL;

CREATE INDEX ix_deal_no_step ON deal (no_step_at) WHERE no_step_at IS NOT NULL;

CREATE INDEX ix_deal_overdue ON deal (overdue_at) WHERE overdue_at IS NOT NULL;

CREATE INDEX ix_deal_previous_id ON deal (previous_id);

CREATE INDEX ix_deal_sla ON deal (sla_at) WHERE sla_at IS NOT NULL;

CREATE INDEX ix_deal_stalled ON deal (stalled_at) WHERE stalled_at IS NOT NULL;

CREATE INDEX ix_deal_status ON deal (status, owner_id);

CREATE INDEX ix_deal_wake ON deal (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE next_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    record_id INTEGER NOT NULL,
    text VARCHAR,
    owner_id INTEGER,
    day DATE,
    promised_by_id INTEGER,
    promised_at BIGINT NOT NULL,
    redated INTEGER NOT NULL,
    wakes BOOLEAN NOT NULL,
    "end" VARCHAR,
    ended_at BIGINT,
    reason VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(record_id) REFERENCES record (id),
    FOREIGN KEY(owner_id) REFERENCES person (id),
    FOREIGN KEY(promised_by_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX ix_next_step_open ON next_step (record_id) WHERE ended_at IS NULL;

CREATE INDEX ix_next_step_record ON next_step (record_id);

CREATE TABLE note (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    record_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    by_id INTEGER,
    kind VARCHAR NOT NULL,
    pain VARCHAR,
    next_step VARCHAR,
    owner_id INTEGER,
    day DATE,
    seconds INTEGER,
    text VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(record_id) REFERENCES record (id),
    FOREIGN KEY(by_id) REFERENCES person (id),
    FOREIGN KEY(owner_id) REFERENCES person (id)
);

CREATE INDEX ix_note_record_id ON note (record_id);

CREATE TABLE person_alias (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    alias VARCHAR NOT NULL,
    folded VARCHAR NOT NULL,
    FOREIGN KEY(person_id) REFERENCES person (id),
    UNIQUE (folded)
);

CREATE INDEX ix_person_alias_person_id ON person_alias (person_id);

CREATE TABLE playbook (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    applied_at BIGINT NOT NULL,
    by_id INTEGER,
    timezone VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE TABLE sla_clock (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    record_id INTEGER NOT NULL,
    sla VARCHAR NOT NULL,
    start VARCHAR NOT NULL,
    stop VARCHAR NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    stopped_at BIGINT,
    held_at BIGINT,
    FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_sla_clock_record_id ON sla_clock (record_id);

CREATE TABLE change (
    id INTEGER NOT NULL,
    action_id INTEGER NOT NULL,
    tbl VARCHAR NOT NULL,
    row_id INTEGER NOT NULL,
    "before" VARCHAR,
    "after" VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(action_id) REFERENCES action (id)
);

CREATE INDEX ix_change_action_id ON change (action_id);

CREATE INDEX ix_change_row ON change (tbl, row_id);

CREATE TABLE criterion_tick (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    criterion VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    by_id INTEGER,
    how VARCHAR,
    note_id INTEGER,
    unticked_at BIGINT,
    FOREIGN KEY(deal_id) REFERENCES deal (id),
    FOREIGN KEY(by_id) REFERENCES person (id),
    FOREIGN KEY(note_id) REFERENCES note (id)
);

CREATE UNIQUE INDEX ix_criterion_tick_now ON criterion_tick (deal_id, criterion) WHERE unticked_at IS NULL;

CREATE TABLE event (
    id INTEGER NOT NULL,
    uid VARCHAR NOT NULL,
    action_id INTEGER NOT NULL,
    record_id INTEGER,
    at BIGINT NOT NULL,
    type VARCHAR NOT NULL,
    "before" VARCHAR NOT NULL,
    "after" VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(action_id) REFERENCES action (id),
    FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_event_action_id ON event (action_id);

CREATE INDEX ix_event_at ON event (at);

CREATE INDEX ix_event_record ON event (record_id, id);

CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    action_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    file VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    shape VARCHAR NOT NULL,
    layout VARCHAR NOT NULL,
    report VARCHAR NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(action_id) REFERENCES action (id)
);

CREATE TABLE parking (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    since_at BIGINT NOT NULL,
    until DATE NOT NULL,
    reason VARCHAR NOT NULL,
    by_id INTEGER,
    ended_at BIGINT,
    FOREIGN KEY(deal_id) REFERENCES deal (id),
    FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_parking_deal_id ON parking (deal_id);

CREATE TABLE playbook_criterion (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    playbook_id INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    criterion VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    UNIQUE (playbook_id, criterion),
    FOREIGN KEY(playbook_id) REFERENCES playbook (id)
);

CREATE TABLE playbook_reason (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    playbook_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    FOREIGN KEY(playbook_id) REFERENCES playbook (id)
);

CREATE INDEX ix_playbook_reason_playbook_id ON playbook_reason (playbook_id);

CREATE TABLE playbook_sla (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    playbook_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    sla VARCHAR NOT NULL,
    applies_to VARCHAR NOT NULL,
    start VARCHAR NOT NULL,
    stop VARCHAR NOT NULL,
    within VARCHAR NOT NULL,
    conditions VARCHAR NOT NULL,
    FOREIGN KEY(playbook_id) REFERENCES playbook (id)
);

CREATE INDEX ix_playbook_sla_playbook_id ON playbook_sla (playbook_id);

CREATE TABLE playbook_stage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    playbook_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    max_days INTEGER NOT NULL,
    UNIQUE (playbook_id, stage),
    FOREIGN KEY(playbook_id) REFERENCES playbook (id)
);

CREATE TABLE stage_visit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    entered_at BIGINT,
    seen_at BIGINT NOT NULL,
    left_at BIGINT,
    FOREIGN KEY(deal_id) REFERENCES deal (id)
);

CREATE INDEX ix_stage_visit_deal_id ON stage_visit (deal_id);

CREATE TABLE import_conflict (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    ours VARCHAR,
    theirs VARCHAR,
    settled VARCHAR,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id),
    FOREIGN KEY(record_id) REFERENCES record (id)
);

CREATE INDEX ix_import_conflict_open ON import_conflict (record_id) WHERE settled IS NULL;

CREATE INDEX ix_import_conflict_record_id ON import_conflict (record_id);

CREATE TABLE seen_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    record_id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    series INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    cells VARCHAR NOT NULL,
    UNIQUE (source, "key"),
    FOREIGN KEY(record_id) REFERENCES record (id),
    FOREIGN KEY(batch_id) REFERENCES import_batch (id)
);

CREATE INDEX ix_seen_row_record_id ON seen_row (record_id);
