package weft.scenario.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.scenario.report.TopologyReport;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.analyse.TopologySummary;
import weft.topology.export.GraphFormat;
import weft.topology.graph.Topology;
import weft.topology.picture.TopologyPicture;

@Command(
    name = "topology",
    description =
        "Shows the fabric of a scenario: devices, cables, bill of materials, paths, cuts, failures.")
final class TopologyCommand implements Callable<Integer> {

  @Mixin private ScenarioArguments arguments = new ScenarioArguments();

  @Option(
      names = "--format",
      description =
          "text, json or csv for a summary, svg for a picture, graphml, dot or graph (JSON) for every"
              + " device and cable; text if left out.")
  private TopologyFormat format = TopologyFormat.text;

  private final Console console;

  TopologyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Workbench workbench = new Workbench();
    ScenarioLoader.Loaded loaded =
        workbench.loader().loadFabric(arguments.file(), arguments.settings());
    console.problems(loaded.warnings());
    Topology topology = workbench.assembler().topology(loaded.spec());
    BillOfMaterials bill = BillOfMaterials.of(topology, workbench.assembler().gpu(loaded.spec()));
    console.result(
        switch (format) {
          case text ->
              TopologyReport.text(
                  TopologySummary.of(topology),
                  bill,
                  TopologyAnalysis.of(topology),
                  workbench.assembler().packets(loaded.spec(), topology));
          case json ->
              TopologyReport.json(
                  TopologySummary.of(topology), bill, TopologyAnalysis.of(topology));
          case csv -> TopologyReport.csv(bill);
          case graphml -> GraphFormat.GRAPHML.write(topology);
          case dot -> GraphFormat.DOT.write(topology);
          case graph -> GraphFormat.GRAPH.write(topology);
          case svg -> TopologyPicture.svg(topology);
        });
    return ExitCode.DONE;
  }
}
