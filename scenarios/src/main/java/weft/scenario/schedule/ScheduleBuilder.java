package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Operation;
import weft.topology.error.Suggestion;

/** From what was written to a schedule, or to all the reasons why it is none. */
final class ScheduleBuilder {

  private static final int MOST_RANKS = 4_096;
  private static final int MOST_CHUNKS = 65_536;
  private static final int MOST_CHANNELS = 1_024;
  private static final int MOST_BLOCKS = 20_000_000;

  private final Syntax syntax;
  private final Findings findings;
  private final Values values;

  ScheduleBuilder(Syntax syntax, Findings findings) {
    this.syntax = syntax;
    this.findings = findings;
    values = new Values(syntax, findings);
  }

  ScheduleFile.Built build(Item root) {
    checkSchema(root);
    Item.Value named = root.values.get(Field.NAME);
    String name = named == null ? "unnamed" : named.text();
    Operation operation = operation(root);
    int ranks = values.whole(root, Field.RANKS, 1, MOST_RANKS, Math.max(1, root.inside.size()));
    int chunks = values.whole(root, Field.CHUNKS, 1, MOST_CHUNKS);
    int channels = values.whole(root, Field.CHANNELS, 1, MOST_CHANNELS, MOST_CHANNELS);
    int rootRank = values.whole(root, Field.ROOT, 0, MOST_RANKS - 1, 0);
    boolean inPlace = values.flag(root, Field.IN_PLACE) && !values.flag(root, Field.OUT_OF_PLACE);
    findings.throwIfAny();
    if (operation == null) {
      throw new IllegalStateException("no operation, and nothing was reported");
    }
    checkShape(root, operation, ranks, chunks, rootRank);
    List<RankDraft> drafts = drafts(root, ranks, channels);
    findings.throwIfAny();
    List<ListedSchedule.Rank> built = new ArrayList<>();
    int blocks = 0;
    for (RankDraft draft : drafts) {
      boolean isRoot = draft.id() == rootRank;
      int inputs = operation.inputs(chunks, ranks, isRoot);
      int outputs = operation.outputs(chunks, ranks, isRoot);
      Buffers buffers =
          Buffers.of(
              operation,
              draft.id(),
              ranks,
              chunks,
              inPlace,
              limits(draft.item(), inputs, outputs),
              inputs,
              outputs);
      blocks += buffers.blocks();
      if (blocks > MOST_BLOCKS) {
        throw findings.fatal(
            draft.item().at, "the buffers hold more than 20,000,000 chunks in all.");
      }
      List<ListedSchedule.Lane> lanes =
          new StepBuilder(syntax, findings, drafts, draft, buffers).lanes();
      built.add(
          new ListedSchedule.Rank(
              buffers.blocks(),
              buffers.blocks(Buffers.INPUT, inputs),
              buffers.blocks(Buffers.OUTPUT, outputs),
              lanes));
    }
    findings.throwIfAny();
    return new ScheduleFile.Built(
        new ListedSchedule(operation, name, rootRank, chunks, built), new DraftPlaces(drafts));
  }

  private void checkSchema(Item root) {
    if (syntax == Syntax.JSON) {
      String schema = values.text(root, Field.SCHEMA);
      if (schema != null && !schema.equals("weft-schedule/1")) {
        findings.add(
            values.at(root, Field.SCHEMA),
            "schema: is " + Quote.of(schema) + ". Maybe weft-schedule/1.");
      }
    }
  }

  /** MSCCL writes allreduce, nccl-tests all_reduce. */
  private @Nullable Operation operation(Item root) {
    String text = values.text(root, Field.OPERATION);
    if (text == null) {
      return null;
    }
    Operation operation = named(text);
    if (operation == null) {
      findings.add(
          values.at(root, Field.OPERATION),
          "%s: %s is not known. %s"
              .formatted(
                  values.name(Field.OPERATION),
                  Quote.of(text),
                  Suggestion.sentence(text, operations())));
    }
    return operation;
  }

  /** The operation of that name, with or without lines below; null if there is none. */
  static @Nullable Operation named(String text) {
    return Arrays.stream(Operation.values())
        .filter(operation -> bare(operation.text()).equals(bare(text)))
        .findFirst()
        .orElse(null);
  }

  static List<String> operations() {
    return Arrays.stream(Operation.values()).map(Operation::text).toList();
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replace("_", "");
  }

  private void checkShape(Item root, Operation operation, int ranks, int chunks, int rootRank) {
    if (operation.isPartitioned() && chunks % ranks != 0) {
      findings.add(
          values.at(root, Field.CHUNKS),
          "%s: is %d, but %s over %d ranks needs a multiple of %d."
              .formatted(values.name(Field.CHUNKS), chunks, operation.text(), ranks, ranks));
    }
    if (rootRank >= ranks || (rootRank > 0 && !operation.hasRoot())) {
      findings.add(
          values.at(root, Field.ROOT),
          "root: is %d, but %s"
              .formatted(
                  rootRank,
                  operation.hasRoot()
                      ? "there are " + ranks + " ranks."
                      : operation.text() + " has no root."));
    }
  }

  private List<RankDraft> drafts(Item root, int ranks, int channels) {
    @Nullable RankDraft[] byId = new RankDraft[ranks];
    for (Item item : root.inside) {
      int id = values.whole(item, Field.RANK, 0, ranks - 1);
      if (id == Findings.WRONG) {
        continue;
      }
      RankDraft other = byId[id];
      if (other != null) {
        findings.add(
            item.at, "there are two of rank %d; the other is at %s.".formatted(id, place(other)));
      } else {
        byId[id] = new RankDraft(id, item, lanes(item, id, ranks, channels));
      }
    }
    List<RankDraft> drafts = new ArrayList<>();
    for (int id = 0; id < ranks; id++) {
      RankDraft draft = byId[id];
      if (draft == null) {
        findings.add(root.at, "there is no rank %d of %d.".formatted(id, ranks));
      } else {
        drafts.add(draft);
      }
    }
    return drafts;
  }

  private static String place(RankDraft draft) {
    Position at = draft.item().at;
    return at.line() + ":" + at.column();
  }

  private List<LaneDraft> lanes(Item rank, int id, int ranks, int channels) {
    int count = rank.inside.size();
    @Nullable LaneDraft[] byId = new LaneDraft[count];
    for (int i = 0; i < count; i++) {
      Item item = rank.inside.get(i);
      int lane = values.whole(item, Field.LANE, 0, count - 1, i);
      int send = values.whole(item, Field.SEND, -1, ranks - 1, -1);
      int receive = values.whole(item, Field.RECEIVE, -1, ranks - 1, -1);
      int channel = values.whole(item, Field.CHANNEL, 0, channels - 1, 0);
      if (send == id || receive == id) {
        findings.add(item.at, "rank %d sends to or receives from itself.".formatted(id));
      }
      if (lane != Findings.WRONG && byId[lane] != null) {
        findings.add(
            values.at(item, Field.LANE),
            "%s: there are two %d of rank %d.".formatted(values.name(Field.LANE), lane, id));
      } else if (lane != Findings.WRONG) {
        byId[lane] = new LaneDraft(lane, item, send, receive, channel);
      }
    }
    List<LaneDraft> lanes = new ArrayList<>();
    for (LaneDraft lane : byId) {
      if (lane != null) {
        lanes.add(lane);
      }
    }
    checkPeers(lanes, id);
    return lanes;
  }

  /** On a channel, one lane at most sends to a rank, and one at most receives from it. */
  private void checkPeers(List<LaneDraft> lanes, int rank) {
    for (LaneDraft lane : lanes) {
      for (LaneDraft before : lanes.subList(0, lane.id() < lanes.size() ? lane.id() : 0)) {
        if (before.channel() == lane.channel()
            && lane.send() >= 0
            && before.send() == lane.send()) {
          findings.add(
              lane.item().at,
              "two lanes of rank %d, %d and %d, send to rank %d on channel %d."
                  .formatted(rank, before.id(), lane.id(), lane.send(), lane.channel()));
        }
        if (before.channel() == lane.channel()
            && lane.receive() >= 0
            && before.receive() == lane.receive()) {
          findings.add(
              lane.item().at,
              "two lanes of rank %d, %d and %d, receive from rank %d on channel %d."
                  .formatted(rank, before.id(), lane.id(), lane.receive(), lane.channel()));
        }
      }
    }
  }

  /** How many chunks of input, output and scratch the steps may use. */
  private List<Integer> limits(Item rank, int inputs, int outputs) {
    return List.of(
        limit(rank, Field.INPUT, inputs),
        limit(rank, Field.OUTPUT, outputs),
        limit(rank, Field.SCRATCH, 0));
  }

  private int limit(Item rank, Field field, int absent) {
    return Math.max(0, values.whole(rank, field, 0, 16 * MOST_CHUNKS, absent));
  }
}
