package weft.topology;

import weft.architecture.ArchitectureContract;
import weft.architecture.PackageTable;

/** The packages of the topologies module, as an allow-list. */
final class ArchitectureTest extends ArchitectureContract {
  private static final String ERROR = "weft.topology.error";
  private static final String HARDWARE = "weft.topology.hardware";
  private static final String GRAPH = "weft.topology.graph";

  ArchitectureTest() {
    super(
        PackageTable.below("weft.topology")
            .libraries(
                "java",
                "javax.xml",
                "it.unimi.dsi.fastutil",
                "org.jgrapht",
                "de.siegmar.fastcsv",
                "org.jspecify")
            .except("java.util.logging")
            .everyPackageSees("weft.sim.unit", "weft.sim.fabric")
            .row(ERROR)
            .row(HARDWARE, ERROR, "weft.sim.collective.cost")
            .row(GRAPH, ERROR, HARDWARE)
            .row("weft.topology.build", ERROR, HARDWARE, GRAPH)
            .row("weft.topology.analyse", HARDWARE, GRAPH)
            .row("weft.topology.compile", HARDWARE, GRAPH)
            .row("weft.topology.export", HARDWARE, GRAPH)
            .row("weft.topology.picture", HARDWARE, GRAPH)
            .row("weft.topology.imports", ERROR, HARDWARE, GRAPH));
  }
}
