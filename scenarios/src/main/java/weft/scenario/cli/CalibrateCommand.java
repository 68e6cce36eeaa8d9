package weft.scenario.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.scenario.calibrate.Calibration;
import weft.scenario.calibrate.LibraryEntry;
import weft.scenario.calibrate.LogFabrics;
import weft.scenario.parse.NcclLog;
import weft.scenario.parse.NcclLogReader;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Severity;
import weft.scenario.report.CalibrationReport;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;
import weft.topology.hardware.CollectiveLibrary;
import weft.topology.hardware.NodeType;

@Command(
    name = "calibrate",
    description =
        "Fits the constants of a library of collectives to the output of nccl-tests, prints the"
            + " residuals, and the constants as an entry of a scenario's catalogue.")
final class CalibrateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "LOG",
      arity = "1..*",
      description = "What all_reduce_perf or another of nccl-tests has printed.",
      converter = PathConverter.class)
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The node of the catalogue that it ran on; that of its GPU if left out.")
  private @Nullable String node;

  @Option(
      names = "--library",
      paramLabel = "NAME",
      description = "The library to start from; that of the node's GPU if left out.")
  private @Nullable String library;

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      description = "What was measured, where the logs do not tell.")
  private @Nullable String operation;

  @Option(names = "--name", paramLabel = "NAME", description = "What to call the entry.")
  private String name = "calibrated";

  @Option(names = "--format", description = "text or csv; text if left out.")
  private OutputFormat format = OutputFormat.text;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      converter = PathConverter.class,
      description = "Writes the entry into that file instead of printing it.")
  private @Nullable Path out;

  private final Console console;

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,59}")) {
      throw ScenarioException.of(
          Position.whole("--name"),
          Quote.of(name) + " is not a name of letters, digits, - and _. Maybe my-cluster.");
    }
    requireOutIsNoLog();
    Workbench workbench = new Workbench();
    List<NcclLog> logs = logs();
    LogFabrics fabrics = new LogFabrics(workbench.hardware());
    List<NodeType> nodes = logs.stream().map(log -> fabrics.node(log, node)).toList();
    requireOneGpu(logs, nodes);
    requireNoCopies(logs);
    if (workbench.hardware().libraries().stream().anyMatch(one -> one.name().equals(name))) {
      warn(
          "--name",
          Quote.of(name)
              + " is in the catalogue already, whose entry this one hides. Maybe my-"
              + name
              + ".");
    }
    CollectiveLibrary start = start(workbench, nodes.get(0));
    List<Fabric> built = fabrics(logs, nodes);
    Calibration.Result result = new Calibration(start.costs(), logs, built).fit();
    String entry = LibraryEntry.yaml(name, start.name(), start.costs(), result.costs());
    boolean isCsv = format == OutputFormat.csv;
    if (format == OutputFormat.json) {
      throw ScenarioException.of(
          Position.whole("--format"), "json is not there for calibrations. Maybe csv.");
    }
    if (out != null) {
      OutputFolder.writeFile(out, entry);
    }
    if (isCsv) {
      CalibrationReport.warnings(result).forEach(warning -> warn("calibrate", warning));
    }
    console.result(
        isCsv
            ? CalibrationReport.csv(result.residuals())
            : CalibrationReport.text(result) + (out == null ? "\n" + entry : ""));
    return ExitCode.DONE;
  }

  private void requireOutIsNoLog() throws IOException {
    for (Path file : files) {
      if (out != null && Files.exists(out) && Files.exists(file) && Files.isSameFile(out, file)) {
        throw ScenarioException.of(
            Position.whole("--out"),
            Quote.of(out.toString())
                + " is one of the logs, which the entry would replace. Maybe "
                + Quote.of(name + ".yaml")
                + ".");
      }
    }
  }

  private List<NcclLog> logs() {
    Operation wanted = operation == null ? null : operation(operation);
    List<NcclLog> logs = new ArrayList<>();
    Problems problems = Problems.of(List.of());
    for (Path file : files) {
      try {
        logs.add(NcclLogReader.read(file, wanted));
      } catch (ScenarioException e) {
        problems = problems.and(e.problems());
      }
    }
    if (!problems.errors().isEmpty()) {
      throw new ScenarioException(problems);
    }
    return logs;
  }

  private static Operation operation(String text) {
    List<String> known = Arrays.stream(Operation.values()).map(Operation::text).toList();
    if (!known.contains(text)) {
      throw ScenarioException.of(
          Position.whole("--operation"),
          "no operation is called " + Quote.of(text) + ". " + Suggestion.sentence(text, known));
    }
    return Operation.named(text);
  }

  private static void requireOneGpu(List<NcclLog> logs, List<NodeType> nodes) {
    for (int i = 1; i < nodes.size(); i++) {
      if (!nodes.get(i).gpu().equals(nodes.get(0).gpu())) {
        throw ScenarioException.of(
            Position.whole(logs.get(i).file()),
            "ran on %s, but %s on %s; constants are for one kind. Maybe one calibration for each."
                .formatted(
                    nodes.get(i).gpu().name(),
                    Quote.line(logs.get(0).file()),
                    nodes.get(0).gpu().name()));
      }
    }
  }

  /** A log that counts twice pulls twice. */
  private static void requireNoCopies(List<NcclLog> logs) {
    for (int i = 1; i < logs.size(); i++) {
      for (NcclLog before : logs.subList(0, i)) {
        if (logs.get(i).isCopyOf(before)) {
          throw ScenarioException.of(
              Position.whole(logs.get(i).file()),
              "has the same times as %s, and would count twice. Maybe name one of them only."
                  .formatted(Quote.of(before.file())));
        }
      }
    }
  }

  private static List<Fabric> fabrics(List<NcclLog> logs, List<NodeType> nodes) {
    List<Fabric> built = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      try {
        built.add(LogFabrics.fabric(logs.get(i), nodes.get(i)));
      } catch (TopologyException e) {
        throw ScenarioException.of(
            Position.whole(logs.get(i).file()),
            "has %,d ranks on %,d nodes: %s"
                .formatted(logs.get(i).ranks(), logs.get(i).nodes().size(), e.getMessage()));
      }
    }
    return built;
  }

  private void warn(String source, String message) {
    console.problems(
        Problems.of(List.of(new Problem(Severity.WARNING, Position.whole(source), "", message))));
  }

  private CollectiveLibrary start(Workbench workbench, NodeType ran) {
    String wanted = library;
    if (wanted != null) {
      return workbench.hardware().library(wanted);
    }
    CollectiveLibrary known = ran.gpu().library();
    if (known == null) {
      throw ScenarioException.of(
          Position.whole("--library"),
          "is needed: nobody knows one for %s. Maybe one of %s."
              .formatted(
                  ran.gpu().name(),
                  workbench.hardware().libraries().stream()
                      .map(CollectiveLibrary::name)
                      .collect(Collectors.joining(", "))));
    }
    return Objects.requireNonNull(known);
  }
}
