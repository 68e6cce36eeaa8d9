package weft.scenario.cli;

import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.hardware.HardwareCatalog;

/** The catalogues, and what works with them. */
final class Workbench {

  private final HardwareCatalog hardware = HardwareCatalog.standard();
  private final ModelCatalog models = ModelCatalog.standard();

  HardwareCatalog hardware() {
    return hardware;
  }

  ModelCatalog models() {
    return models;
  }

  KnownNames names() {
    return new KnownNames(hardware, models);
  }

  ScenarioLoader loader() {
    return new ScenarioLoader(names());
  }

  Assembler assembler() {
    return new Assembler(hardware, models);
  }
}
