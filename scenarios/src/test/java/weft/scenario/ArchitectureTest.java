package weft.scenario;

import weft.architecture.ArchitectureContract;
import weft.architecture.PackageTable;

/** The packages of the scenarios module, as an allow-list. */
final class ArchitectureTest extends ArchitectureContract {
  private static final String SPEC = "weft.scenario.spec";
  private static final String PACKET = "weft.scenario.packet";
  private static final String TRANSPORT = "weft.sim.packet.transport";
  private static final String PARSE = "weft.scenario.parse";
  private static final String SCHEDULE = "weft.scenario.schedule";
  private static final String ASSEMBLE = "weft.scenario.assemble";
  private static final String EXPLAIN = "weft.scenario.explain";
  private static final String CALIBRATE = "weft.scenario.calibrate";

  private static final String HARDWARE = "weft.topology.hardware";
  private static final String GRAPH = "weft.topology.graph";
  private static final String BUILD = "weft.topology.build";
  private static final String ERROR = "weft.topology.error";
  private static final String ANALYSE = "weft.topology.analyse";
  private static final String COMPILE = "weft.topology.compile";
  private static final String EXPORT = "weft.topology.export";
  private static final String IMPORTS = "weft.topology.imports";

  private static final String PICTURE = "weft.topology.picture";

  ArchitectureTest() {
    super(
        PackageTable.below("weft.scenario")
            .libraries(
                "java",
                "javax.xml",
                "picocli",
                "org.snakeyaml.engine",
                "tools.jackson",
                "de.siegmar.fastcsv",
                "org.apache.commons.math3",
                "org.jspecify")
            .everyPackageSees(
                "weft.sim.run",
                "weft.sim.unit",
                "weft.sim.fabric",
                "weft.sim.workload",
                "weft.sim.workload.llm",
                "weft.sim.collective",
                "weft.sim.collective.algorithm",
                "weft.sim.collective.cost",
                "weft.sim.collective.exec",
                "weft.sim.metrics")
            .row(SPEC)
            .row(PACKET, SPEC, "weft.sim.packet", "weft.sim.packet.queue", TRANSPORT)
            .row(PARSE, SPEC, ERROR)
            .row(SCHEDULE, SPEC, PARSE, ERROR, "weft.sim.collective.values")
            .row("weft.scenario.validate", SPEC, PACKET, PARSE, SCHEDULE, TRANSPORT)
            .row(ASSEMBLE, TRANSPORT, SPEC, PACKET, HARDWARE, GRAPH, BUILD, COMPILE, IMPORTS, ERROR)
            .row(EXPLAIN, SPEC, ASSEMBLE, ANALYSE)
            .row(CALIBRATE, PARSE, HARDWARE, BUILD, COMPILE)
            .row(
                "weft.scenario.report",
                TRANSPORT,
                SPEC,
                PACKET,
                ASSEMBLE,
                EXPLAIN,
                CALIBRATE,
                HARDWARE,
                GRAPH,
                ANALYSE)
            .rowSeeingAllAbove("weft.scenario.cli", ERROR, HARDWARE, ANALYSE, EXPORT, PICTURE));
  }
}
