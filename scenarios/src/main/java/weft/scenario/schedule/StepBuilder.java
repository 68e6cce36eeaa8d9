package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quote;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Step;
import weft.topology.error.Suggestion;

/** Reads the steps of a rank, and whom they are for. */
final class StepBuilder {

  private static final int MOST = 16 * 65_536;

  private static final List<Field> LIMITS = List.of(Field.INPUT, Field.OUTPUT, Field.SCRATCH);

  private final Syntax syntax;
  private final Findings findings;
  private final Values values;
  private final List<RankDraft> ranks;
  private final RankDraft rank;
  private final Buffers buffers;

  StepBuilder(
      Syntax syntax, Findings findings, List<RankDraft> ranks, RankDraft rank, Buffers buffers) {
    this.syntax = syntax;
    this.findings = findings;
    this.ranks = ranks;
    this.rank = rank;
    this.buffers = buffers;
    values = new Values(syntax, findings);
  }

  List<ListedSchedule.Lane> lanes() {
    List<ListedSchedule.Lane> lanes = new ArrayList<>();
    for (LaneDraft lane : rank.lanes()) {
      lanes.add(new ListedSchedule.Lane(lane.channel(), steps(lane)));
    }
    return lanes;
  }

  private List<ListedSchedule.Entry> steps(LaneDraft lane) {
    int sendLane = uses(lane, true) ? partner(lane, lane.send(), true) : Step.NONE;
    int receiveLane = uses(lane, false) ? partner(lane, lane.receive(), false) : Step.NONE;
    List<ListedSchedule.Entry> steps = new ArrayList<>();
    for (int i = 0; i < lane.item().inside.size(); i++) {
      Item item = lane.item().inside.get(i);
      int number = values.whole(item, Field.STEP, 0, MOST, i);
      if (number != i && number != Findings.WRONG) {
        findings.add(
            values.at(item, Field.STEP),
            "%s: is %d, but this is step %d of lane %d of rank %d."
                .formatted(values.name(Field.STEP), number, i, lane.id(), rank.id()));
      }
      Instruction instruction = instruction(item);
      if (instruction != null) {
        steps.add(entry(item, lane, instruction, sendLane, receiveLane));
      }
    }
    return steps;
  }

  /** Whether a lane has a step that sends, or receives. */
  private boolean uses(LaneDraft lane, boolean sends) {
    for (Item item : lane.item().inside) {
      Item.Value value = item.values.get(Field.TYPE);
      Instruction instruction = value == null ? null : Instruction.named(syntax, value.text());
      if (instruction != null && (sends ? instruction.sends : instruction.receives)) {
        return true;
      }
    }
    return false;
  }

  /** The lane at the other end. */
  private int partner(LaneDraft lane, int peer, boolean sends) {
    if (peer < 0) {
      findings.add(
          lane.item().at,
          "lane %d of rank %d has steps that %s, but no rank to %s. Maybe set %s."
              .formatted(
                  lane.id(),
                  rank.id(),
                  sends ? "send" : "receive",
                  sends ? "send to" : "receive from",
                  values.name(sends ? Field.SEND : Field.RECEIVE)));
      return Step.NONE;
    }
    for (LaneDraft other : ranks.get(peer).lanes()) {
      if (other.channel() == lane.channel()
          && (sends ? other.receive() : other.send()) == rank.id()) {
        return other.id();
      }
    }
    findings.add(
        lane.item().at,
        "lane %d of rank %d %s rank %d on channel %d, but no lane there %s."
            .formatted(
                lane.id(),
                rank.id(),
                sends ? "sends to" : "receives from",
                peer,
                lane.channel(),
                sends ? "receives from rank " + rank.id() : "sends to rank " + rank.id()));
    return Step.NONE;
  }

  private @Nullable Instruction instruction(Item item) {
    String text = values.text(item, Field.TYPE);
    Instruction instruction = text == null ? null : Instruction.named(syntax, text);
    if (text != null && instruction == null) {
      findings.add(
          values.at(item, Field.TYPE),
          "%s: %s is not known. %s"
              .formatted(
                  values.name(Field.TYPE),
                  Quote.of(text),
                  Suggestion.sentence(text, Instruction.names(syntax))));
    }
    return instruction;
  }

  private ListedSchedule.Entry entry(
      Item item, LaneDraft lane, Instruction instruction, int sendLane, int receiveLane) {
    int count = instruction == Instruction.WAIT ? 0 : values.whole(item, Field.COUNT, 1, MOST, 1);
    count = Math.max(0, count);
    boolean reads = instruction.reads;
    int source = block(item, Field.SOURCE, Field.SOURCE_CHUNK, count, reads);
    int target = block(item, Field.TARGET, Field.TARGET_CHUNK, count, instruction.writes);
    Field buffer = reads ? Field.SOURCE : Field.TARGET;
    Field chunk = reads ? Field.SOURCE_CHUNK : Field.TARGET_CHUNK;
    long piece =
        reads || instruction.writes
            ? buffers.piece(Math.max(0, buffer(item, buffer)), Math.max(0, chunk(item, chunk)))
            : 0;
    return new ListedSchedule.Entry(
        instruction.receives ? lane.receive() : Step.NONE,
        receiveLane,
        instruction.sends ? lane.send() : Step.NONE,
        sendLane,
        instruction.reduces(),
        instruction.writes,
        source,
        target,
        piece,
        count,
        after(item));
  }

  /** The first block of a step's source or target; reports if it is out of range. */
  private int block(Item item, Field field, Field chunkField, int count, boolean isUsed) {
    if (!isUsed) {
      return 0;
    }
    String text = values.text(item, field);
    int buffer = buffer(item, field);
    if (text != null && buffer < 0) {
      findings.add(
          values.at(item, field),
          "%s: %s is no buffer. Maybe %s."
              .formatted(values.name(field), Quote.of(text), String.join(", ", bufferNames())));
    }
    int chunk = values.whole(item, chunkField, 0, MOST);
    if (buffer < 0 || chunk < 0) {
      return 0;
    }
    int limit = buffers.limits().get(buffer);
    if (chunk + count > limit) {
      findings.add(
          values.at(item, chunkField),
          "%s: the chunks %d … %d are beyond the %s buffer of rank %d, which has %d (%s)."
              .formatted(
                  values.name(chunkField),
                  chunk,
                  chunk + count - 1,
                  LIMITS.get(buffer).name(Syntax.JSON),
                  rank.id(),
                  limit,
                  values.name(LIMITS.get(buffer))));
      return 0;
    }
    return buffers.block(buffer, chunk);
  }

  private List<String> bufferNames() {
    return syntax == Syntax.XML ? List.of("i", "o", "s") : List.of("input", "output", "scratch");
  }

  private int buffer(Item item, Field field) {
    Item.Value value = item.values.get(field);
    return value == null ? -1 : bufferNames().indexOf(value.text());
  }

  private int chunk(Item item, Field field) {
    Item.Value value = item.values.get(field);
    return value == null || !value.text().matches("[0-9]{1,7}")
        ? 0
        : Integer.parseInt(value.text());
  }

  private List<ListedSchedule.Dependency> after(Item item) {
    int lane = values.whole(item, Field.AFTER_LANE, -1, MOST, -1);
    if (lane < 0) {
      return List.of();
    }
    int step = values.whole(item, Field.AFTER_STEP, -1, MOST, -1);
    if (lane >= rank.lanes().size()) {
      findings.add(
          values.at(item, Field.AFTER_LANE),
          "%s: is %d, but rank %d has %d lanes."
              .formatted(values.name(Field.AFTER_LANE), lane, rank.id(), rank.lanes().size()));
      return List.of();
    }
    int steps = rank.lanes().get(lane).item().inside.size();
    if (step < 0 || step >= steps) {
      if (step != Findings.WRONG) {
        findings.add(
            values.at(item, Field.AFTER_STEP),
            "%s: is %d, but lane %d of rank %d has the steps 0 … %d."
                .formatted(values.name(Field.AFTER_STEP), step, lane, rank.id(), steps - 1));
      }
      return List.of();
    }
    return List.of(new ListedSchedule.Dependency(lane, step));
  }
}
