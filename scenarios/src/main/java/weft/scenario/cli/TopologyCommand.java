package weft.scenario.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.scenario.report.TopologyReport;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.graph.Topology;

@Command(
    name = "topology",
    description =
        "Shows the fabric of a scenario: devices, cables, optical modules, paths, cuts, failures.")
final class TopologyCommand implements Callable<Integer> {

  @Mixin private ScenarioArguments arguments = new ScenarioArguments();

  @Option(names = "--format", description = "text, json or csv; text if left out.")
  private OutputFormat format = OutputFormat.text;

  private final Console console;

  TopologyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Workbench workbench = new Workbench();
    ScenarioLoader.Loaded loaded = workbench.loader().load(arguments.file(), arguments.settings());
    console.problems(loaded.warnings());
    Topology topology = workbench.assembler().topology(loaded.spec());
    TopologySummary fabric = TopologySummary.of(topology);
    console.result(
        switch (format) {
          case text -> TopologyReport.text(fabric, TopologyAnalysis.of(topology));
          case json -> TopologyReport.json(fabric, TopologyAnalysis.of(topology));
          case csv -> TopologyReport.csv(fabric);
        });
    return ExitCode.DONE;
  }
}
