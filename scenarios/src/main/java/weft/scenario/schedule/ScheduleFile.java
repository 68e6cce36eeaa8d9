package weft.scenario.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
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
 * A schedule in a file, XML of MSCCL, a plan of MSCCL++ or our own JSON, which is executed on
 * numbers before it is believed.
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
          .transform(text -> text.contains("weft-schedule/") || PlanReader.isPlan(text));
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
    Built built = build(file, text, syntax, findings);
    execute(built, findings);
    findings.throwIfAny();
    return built.schedule();
  }

  /** A schedule, and where its parts were written. */
  record Built(ListedSchedule schedule, Written written) {}

  private static Built build(String file, String text, Syntax syntax, Findings findings) {
    if (syntax == Syntax.JSON && PlanReader.isPlan(text)) {
      ExecutionPlan plan = new PlanReader(findings).read(PlanJson.read(file, text, findings));
      return new PlanBuilder(plan, findings).build();
    }
    return new ScheduleBuilder(syntax, findings)
        .build(
            syntax == Syntax.XML
                ? XmlScheduleReader.read(file, text, findings)
                : JsonScheduleReader.read(file, text, findings));
  }

  /** In three orders, of which the last is any: with the first that goes wrong it ends. */
  private static void execute(Built built, Findings findings) {
    Schedule schedule = built.schedule();
    Sizes sizes = Sizes.equal((long) ELEMENTS * schedule.pieces(), schedule.pieces());
    Random random = new Random(1);
    List<Interleaving> orders =
        List.of(Interleaving.FIRST_COME, Interleaving.LAST_COME, random::nextInt);
    for (int i = 0; i < orders.size() && findings.isEmpty(); i++) {
      String when = i == 0 ? "" : ", in one order of the lanes but not in another";
      List<Finding> found =
          ScheduleCheck.findings(schedule, sizes, PASSES, SLOTS, orders.get(i), 1);
      boolean doAllFollow = found.stream().allMatch(built.written()::follows);
      for (Finding finding : new LinkedHashSet<>(found)) {
        if (doAllFollow || !built.written().follows(finding)) {
          report(built, finding, when, findings);
        }
      }
    }
  }

  private static void report(Built built, Finding finding, String when, Findings findings) {
    Written written = built.written();
    if (finding.lane() >= 0) {
      findings.add(written.step(finding), written.text(finding) + when + ".");
      return;
    }
    findings.add(
        written.rank(finding.participant()),
        "%s: rank %d ends with a wrong %s of its output: %s%s."
            .formatted(
                Quote.of(built.schedule().algorithm()),
                finding.participant(),
                written.output(finding.step()),
                finding.text(),
                when));
  }
}
