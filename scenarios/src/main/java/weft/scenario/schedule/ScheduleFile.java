package weft.scenario.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import weft.scenario.parse.InputText;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.spec.AlgorithmFile;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;
import weft.sim.collective.values.Finding;
import weft.sim.collective.values.Interleaving;
import weft.sim.collective.values.ScheduleCheck;

/**
 * A schedule in a file, XML of MSCCL or our own JSON, which is executed on numbers before it is
 * believed.
 */
public final class ScheduleFile {

  private static final int LARGEST_MIB = 64;
  private static final int BEGINNING = 4_096;

  /** Elements of a chunk: so many that a wrong one cannot be right by chance. */
  private static final int ELEMENTS = 2;

  private static final int PASSES = 2;

  /** Chunks under way on a connection (NCCL: NCCL_STEPS = 8 slots, MSCCL_CHUNKSTEPS 2 of them). */
  private static final int SLOTS = 4;

  private ScheduleFile() {}

  /** Whether a file is a schedule by its name, or JSON that says so at its beginning. */
  public static boolean isSchedule(Path file) {
    String name = name(file);
    if (!name.endsWith(".json")) {
      return name.endsWith(".xml");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8)
          .contains("weft-schedule/");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the algorithm of a scenario and executes it.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public static AlgorithmFile algorithm(Path file) {
    ListedSchedule schedule = read(file);
    return new AlgorithmFile(file.toString(), schedule, isInPlace(schedule));
  }

  /** Whether some block is both input and output. */
  private static boolean isInPlace(ListedSchedule schedule) {
    for (ListedSchedule.Rank rank : schedule.listed()) {
      if (!Collections.disjoint(rank.input(), Set.copyOf(rank.output()))) {
        return true;
      }
    }
    return false;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a schedule and executes it.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public static ListedSchedule read(Path file) {
    String name = name(file);
    Syntax syntax = name.endsWith(".json") ? Syntax.JSON : Syntax.XML;
    if (syntax == Syntax.XML && !name.endsWith(".xml")) {
      throw ScenarioException.of(
          Position.whole(file.toString()),
          "the name of a schedule ends with .xml (MSCCL) or .json.");
    }
    return parse(file.toString(), InputText.read(file, LARGEST_MIB, "a schedule"), syntax);
  }

  static ListedSchedule parse(String file, String text, Syntax syntax) {
    Findings findings = new Findings();
    Item root =
        syntax == Syntax.XML
            ? XmlScheduleReader.read(file, text, findings)
            : JsonScheduleReader.read(file, text, findings);
    ScheduleBuilder.Built built = new ScheduleBuilder(syntax, findings).build(root);
    execute(built, findings);
    findings.throwIfAny();
    return built.schedule();
  }

  /** In three orders, of which the last is any: with the first that goes wrong it ends. */
  private static void execute(ScheduleBuilder.Built built, Findings findings) {
    Schedule schedule = built.schedule();
    Sizes sizes = Sizes.equal((long) ELEMENTS * schedule.pieces(), schedule.pieces());
    Random random = new Random(1);
    List<Interleaving> orders =
        List.of(Interleaving.FIRST_COME, Interleaving.LAST_COME, random::nextInt);
    for (int i = 0; i < orders.size() && findings.isEmpty(); i++) {
      String when = i == 0 ? "" : ", in one order of the lanes but not in another";
      for (Finding finding :
          ScheduleCheck.findings(schedule, sizes, PASSES, SLOTS, orders.get(i), 1)) {
        report(built, finding, when, findings);
      }
    }
  }

  private static void report(
      ScheduleBuilder.Built built, Finding finding, String when, Findings findings) {
    RankDraft rank = built.ranks().get(finding.participant());
    if (finding.lane() < 0) {
      findings.add(
          rank.item().at,
          "%s: rank %d ends with a wrong chunk %d of its output: %s%s."
              .formatted(
                  Quote.of(built.schedule().algorithm()),
                  rank.id(),
                  finding.step(),
                  finding.text(),
                  when));
      return;
    }
    Item step = rank.lanes().get(finding.lane()).item().inside.get(finding.step());
    findings.add(
        step.at,
        "step %d of lane %d of rank %d %s%s."
            .formatted(finding.step(), finding.lane(), rank.id(), text(finding, step), when));
  }

  private static String text(Finding finding, Item step) {
    Item.Value buffer = step.values.get(Field.SOURCE);
    Item.Value chunk = step.values.get(Field.SOURCE_CHUNK);
    return switch (finding.kind()) {
      case DEADLOCK -> finding.text() + ", for ever";
      case EMPTY_BLOCK ->
          buffer == null || chunk == null
              ? finding.text()
              : "reads %s, chunk %s, to which nothing has been written"
                  .formatted(Quote.of(buffer.text()), chunk.text());
      case MISMATCH, LEFT_OVER, WRONG_RESULT -> finding.text();
    };
  }
}
