// The page's own style sheets, in order: values first, then the ground.
import './tokens.css';
import './base.css';
